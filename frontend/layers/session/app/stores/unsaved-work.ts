import { defineStore } from 'pinia'

/** Text of the confirmation before leaving; undefined if leaving loses nothing. Called at that moment. */
export type LeaveQuestion = () => string | undefined

interface UnsavedWorkState {
  /** By the id of the component with unsaved work. */
  questions: Record<string, LeaveQuestion>
  /** The author has confirmed; they are not asked again. */
  leaving: boolean
}

/** Unsaved work on the page. */
export const useUnsavedWorkStore = defineStore('unsaved-work', {
  state: (): UnsavedWorkState => ({ questions: {}, leaving: false }),
  getters: {
    exists: ({ questions }) => Object.keys(questions).length > 0,
  },
  actions: {
    register(id: string, question: LeaveQuestion): void {
      this.questions = { ...this.questions, [id]: question }
      this.leaving = false
    },
    unregister(id: string): void {
      const { [id]: _, ...others } = this.questions
      this.questions = others
      if (!this.exists) this.leaving = false
    },
    /** @returns undefined if leaving loses nothing, or has been confirmed */
    pendingQuestion(): string | undefined {
      if (this.leaving) return undefined
      return Object.values(this.questions).map(ask => ask()).find(question => question !== undefined)
    },
    /** Asks for confirmation if needed. @returns whether to leave */
    confirmLeave(): boolean {
      const question = this.pendingQuestion()
      if (question === undefined) return true
      this.leaving = window.confirm(question)
      return this.leaving
    },
    /** Forgets the confirmation: the navigation failed. */
    cancelLeave(): void {
      this.leaving = false
    },
  },
})
