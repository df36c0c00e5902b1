import { defineStore } from 'pinia'

interface UnsavedWorkState {
  /** What to ask whoever leaves, by the places that hold unsaved work. */
  questions: Record<string, string>
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
    begin(place: string, question: string): void {
      this.questions = { ...this.questions, [place]: question }
      this.leaving = false
    },
    end(place: string): void {
      const { [place]: _, ...others } = this.questions
      this.questions = others
      if (!this.exists) this.leaving = false
    },
    /** Asks whether unsaved work may be left behind, where there is some and it was not asked already. */
    mayLeave(): boolean {
      const [question] = Object.values(this.questions)
      if (question === undefined || this.leaving) return true
      this.leaving = window.confirm(question)
      return this.leaving
    },
    /** Nothing came of leaving: the next time asks again. */
    stay(): void {
      this.leaving = false
    },
  },
})
