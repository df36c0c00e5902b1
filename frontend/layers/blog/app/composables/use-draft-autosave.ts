import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { findTexts, keepText, keptTextPrefix, readText, type FoundText, type KeptText } from '../utils/unsaved-drafts'
import { newKey } from '../utils/random-uuid'
import { emptyDraft, isSameDraft, type PostDraft } from '../utils/post-draft'
import type { Beginning } from './use-post-saving'

/** How long what is typed waits to be kept, in milliseconds. */
const WAIT = 300

/**
 * Keeps in the browser what is typed and not saved, and finds what was kept before: after a crash, a closed
 * tab or a saving that failed.
 *
 * @param account whose text it is; nobody else is offered it
 * @param draft the text on screen
 * @param begun what it was begun from
 * @param isGone tells whether there is no such post any more
 */
export function useKeptText(
  account: number,
  draft: Readonly<Ref<PostDraft>>,
  begun: Readonly<Ref<Beginning>>,
  isGone: (post: number) => Promise<boolean>,
) {
  const editor = newKey()
  const prefix = computed(() => keptTextPrefix(account, begun.value.saved?.id ?? 'new'))
  const name = computed(() => prefix.value + editor)
  const dirty = computed(() => !isSameDraft(draft.value, begun.value.draft))
  const texts = ref<FoundText[]>([])
  /** What was written on posts that have been deleted. */
  const orphans = ref<FoundText[]>([])
  const found = computed(() => [...texts.value, ...orphans.value])
  /** The browser keeps nothing: what is typed is only on screen. */
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function keep(): void {
    clearTimeout(timer)
    timer = undefined
    attempt(() => {
      if (dirty.value) keepText(localStorage, name.value, { draft: { ...draft.value }, begun: begun.value, at: new Date().toISOString() })
      else localStorage.removeItem(name.value)
      failed.value = false
    })
  }

  // Not anew with each key: who types without a pause would have nothing kept.
  function keepSoon(): void {
    timer ??= setTimeout(keep, WAIT)
  }

  /** Other tabs write on, save, and throw away, even what is being written here. */
  function hearOfOtherTabs({ key, newValue }: StorageEvent): void {
    if (newValue === null && (key === null || key === name.value)) keep()
    if (key === null || key.startsWith(keptTextPrefix(account))) find()
  }

  /** Looks for texts of other editors, which are gone or in other tabs. */
  function find(): void {
    attempt(() => {
      texts.value = findTexts(localStorage, prefix.value).filter(({ name: other, draft: text }) =>
        other !== name.value && !isSameDraft(text, begun.value.draft) && !isSameDraft(text, draft.value))
    })
    orphans.value = orphans.value.flatMap(({ name: former }) => readOrphan(former))
  }

  /** What arrived at the API although nobody heard of it is not lost, and need not be kept. */
  function forgetWhatArrived(): void {
    attempt(() => {
      for (const text of findTexts(localStorage, prefix.value)) {
        if (isSameDraft(text.draft, begun.value.draft)) localStorage.removeItem(text.name)
      }
    })
  }

  /** What was written on posts that have been deleted is offered as text of new ones: its own page is gone. */
  async function findOrphans(): Promise<void> {
    const candidates: FoundText[] = []
    attempt(() => candidates.push(...findTexts(localStorage, keptTextPrefix(account)).filter(text => text.begun.saved)))
    for (const id of new Set(candidates.map(text => text.begun.saved!.id))) {
      if (!await isGone(id)) continue
      const ofThis = candidates.filter(text => text.begun.saved!.id === id)
      orphans.value = [...orphans.value, ...ofThis.flatMap(({ name: former }) => readOrphan(former))]
    }
  }

  /** It stays where it is kept: its post may come back. */
  function readOrphan(former: string): FoundText[] {
    const text = read(former)
    return text ? [{ ...text, begun: { draft: emptyDraft(), saved: undefined, creationKey: newKey() } }] : []
  }

  function read(kept: string): FoundText | undefined {
    let text: FoundText | undefined
    attempt(() => text = readText(localStorage, kept))
    return text
  }

  /** Puts the text on screen where it will be found, to make room for another. */
  function putAside(): void {
    if (dirty.value) bringBack({ draft: { ...draft.value }, begun: begun.value, at: new Date().toISOString() })
  }

  /** Keeps and offers a text, one that was dropped for example; under a name of its own, for its former one may be in use. */
  function bringBack({ draft, begun, at }: KeptText): void {
    const text = { draft, begun, at, name: keptTextPrefix(account, begun.saved?.id ?? 'new') + newKey() }
    attempt(() => keepText(localStorage, text.name, { draft, begun, at }))
    texts.value = [...texts.value, text]
  }

  /**
   * Takes a found text off the list and out of the browser: it is on screen now, or not wanted.
   *
   * @returns the text as it was kept last: another tab may have written on
   */
  function drop(text: FoundText): FoundText {
    const { draft, at } = read(text.name) ?? text
    attempt(() => localStorage.removeItem(text.name))
    for (const list of [texts, orphans]) list.value = list.value.filter(other => other.name !== text.name)
    // There may be room for it now; and whether there is has to be known.
    keep()
    return { ...text, draft, at }
  }

  function attempt(action: () => void): void {
    try {
      action()
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
    forgetWhatArrived()
    find()
    if (!begun.value.saved) void findOrphans()
    // A phone closes pages it has put aside without telling them.
    document.addEventListener('visibilitychange', keep)
    window.addEventListener('pagehide', keep)
    window.addEventListener('storage', hearOfOtherTabs)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', keep)
    window.removeEventListener('pagehide', keep)
    window.removeEventListener('storage', hearOfOtherTabs)
    keep()
  })

  return { dirty, found, failed, keep, putAside, drop, bringBack }
}
