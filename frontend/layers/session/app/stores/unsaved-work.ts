import { defineStore } from 'pinia'

/** What to ask somebody who leaves; undefined where leaving loses nothing. Called at the moment of leaving. */
export type LeaveQuestion = () => string | undefined

interface UnsavedWorkState {
  /** By the places that hold unsaved work. */
  questions: Record<string, LeaveQuestion>
  /** Whether they were asked and are on their way: nobody is asked twice. */
  leaving: boolean
}

/** What people have typed and not saved yet. */
export const useUnsavedWorkStore = defineStore('unsaved-work', {
  state: (): UnsavedWorkState => ({ questions: {}, leaving: false }),
  getters: {
    exists: ({ questions }) => Object.keys(questions).length > 0,
  },
  actions: {
    register(place: string, question: LeaveQuestion): void {
      this.questions = { ...this.questions, [place]: question }
      this.leaving = false
    },
    unregister(place: string): void {
      const { [place]: _, ...others } = this.questions
      this.questions = others
      if (!this.exists) this.leaving = false
    },
    /** What to ask now; undefined where nothing would be lost, or where the person has agreed already. */
    pendingQuestion(): string | undefined {
      if (this.leaving) return undefined
      return Object.values(this.questions).map(ask => ask()).find(question => question !== undefined)
    },
    /** Asks whether unsaved work may be lost, where it would be and the person was not asked already. */
    confirmLeave(): boolean {
      const question = this.pendingQuestion()
      if (question === undefined) return true
      this.leaving = window.confirm(question)
      return this.leaving
    },
    /** Nothing came of leaving: the next time asks again. */
    cancelLeave(): void {
      this.leaving = false
    },
  },
})
