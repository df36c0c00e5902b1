import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { findTexts, keepText, keptTextPrefix, type FoundText } from './kept-text'
import { newKey } from './new-key'
import { isSameDraft, type PostDraft } from './post-draft'
import type { Beginning } from './use-post-saving'

/** How long after a key stroke the text is kept, in milliseconds. */
const PAUSE = 300

/**
 * Keeps in the browser what is typed and not saved, and finds what was kept before: after a crash, a closed
 * tab or a saving that failed.
 *
 * @param account whose text it is; nobody else is offered it
 * @param draft the text on screen
 * @param begun what it was begun from
 */
export function useKeptText(account: number, draft: Readonly<Ref<PostDraft>>, begun: Readonly<Ref<Beginning>>) {
  const editor = newKey()
  const prefix = computed(() => keptTextPrefix(account, begun.value.saved?.id ?? 'new'))
  const name = computed(() => prefix.value + editor)
  const dirty = computed(() => !isSameDraft(draft.value, begun.value.draft))
  const found = ref<FoundText[]>([])
  /** The browser keeps nothing: what is typed is only on screen. */
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function keep(): void {
    clearTimeout(timer)
    attempt(() => {
      if (dirty.value) keepText(localStorage, name.value, { draft: { ...draft.value }, begun: begun.value, at: new Date().toISOString() })
      else localStorage.removeItem(name.value)
    })
  }

  function keepSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(keep, PAUSE)
  }

  /** Looks for texts of other editors, which are gone or in other tabs. */
  function find(): void {
    attempt(() => {
      const texts = findTexts(localStorage, prefix.value).filter(text => text.name !== name.value)
      // What arrived at the API although nobody heard of it is not lost.
      for (const { name: saved } of texts.filter(text => isSameDraft(text.draft, begun.value.draft))) localStorage.removeItem(saved)
      found.value = texts.filter(text => !isSameDraft(text.draft, begun.value.draft))
    })
  }

  /** Puts the text on screen where it will be found, to make room for another. */
  function putAside(): void {
    if (!dirty.value) return
    const text = { draft: { ...draft.value }, begun: begun.value, at: new Date().toISOString(), name: prefix.value + newKey() }
    attempt(() => keepText(localStorage, text.name, text))
    found.value = [...found.value, text]
  }

  /** Takes a found text off the list and out of the browser: it is on screen now, or not wanted. */
  function drop(text: FoundText): void {
    attempt(() => localStorage.removeItem(text.name))
    found.value = found.value.filter(other => other.name !== text.name)
    // There may be room for it now; and whether there is has to be known.
    keep()
  }

  function attempt(action: () => void): void {
    try {
      action()
      failed.value = false
    }
    catch {
      failed.value = true
    }
  }

  watch(draft, keepSoon, { deep: true })
  watch(begun, keep)
  // With the first saving a new post gets its own place; nothing stays at the old one, but for lack of room.
  watch(name, (_, former) => {
    keep()
    if (!failed.value) attempt(() => localStorage.removeItem(former))
  })
  onMounted(() => {
    find()
    // A phone closes pages it has put aside without telling them.
    document.addEventListener('visibilitychange', keep)
    window.addEventListener('pagehide', keep)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', keep)
    window.removeEventListener('pagehide', keep)
    keep()
  })

  return { dirty, found, failed, putAside, drop }
}
