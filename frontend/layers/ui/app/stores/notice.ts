import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A short word about what has just been done. */
export interface Notice {
  text: string
  /** Takes it back, as long as the notice is there. */
  undo?: () => Promise<unknown>
}

/** One that is there now, told apart from others of the same words. */
export interface ShownNotice extends Notice {
  id: number
}

/** What is said at the foot of the page; it outlasts a change of pages. */
export const useNoticeStore = defineStore('notice', () => {
  /** What can be undone comes first, the latest on top; besides, there is one plain word at most. */
  const notices = shallowRef<ShownNotice[]>([])
  let shown = 0

  function show(next: Notice): void {
    const undoable = notices.value.filter(({ undo }) => undo)
    const notice = { ...next, id: ++shown }
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
