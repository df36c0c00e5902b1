import { defineStore } from 'pinia'

/** What people have typed and not saved yet, counted by the places that hold some. */
export const useUnsavedWorkStore = defineStore('unsaved-work', {
  state: () => ({ places: 0 }),
  getters: {
    exists: ({ places }) => places > 0,
  },
})
