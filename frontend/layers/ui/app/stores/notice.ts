import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A short message about a completed action. */
export interface Notice {
  text: string
  /** Undoes the action, while the notice is shown. */
  undo?: () => Promise<unknown>
}

/** A notice on screen. */
export interface ShownNotice extends Notice {
  id: number
}

/** The notices at the bottom of the page, which stay during navigations. */
export const useNoticeStore = defineStore('notice', () => {
  /** Those with an undo come first, newest on top; there is at most one without. */
  const notices = shallowRef<ShownNotice[]>([])
  let lastId = 0

  function show(next: Notice): void {
    const undoable = notices.value.filter(({ undo }) => undo)
    const notice = { ...next, id: ++lastId }
    notices.value = next.undo ? [notice, ...undoable] : [...undoable, notice]
  }

  function dismiss({ id }: ShownNotice): void {
    notices.value = notices.value.filter(notice => notice.id !== id)
  }

  function $reset(): void {
    notices.value = []
  }

  return { notices, show, dismiss, $reset }
})
