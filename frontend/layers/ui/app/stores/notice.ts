import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A short word about what has just been done. */
export interface Notice {
  text: string
  /** Takes it back, as long as the notice is there. */
  undo?: () => Promise<unknown>
}

/** What is said at the foot of the page; it outlasts a change of pages. */
export const useNoticeStore = defineStore('notice', () => {
  const notice = shallowRef<Notice | null>(null)

  function show(next: Notice): void {
    notice.value = next
  }

  function $reset(): void {
    notice.value = null
  }

  return { notice, show, $reset }
})
