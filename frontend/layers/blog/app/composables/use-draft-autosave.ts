import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { draftKeyPrefix, storeDraft, type UnsavedDraft } from '../utils/draft-storage'
import { isSameDraft, type BaseRevision, type PostDraft } from '../utils/post-draft'
import { randomUuid } from '../utils/random-uuid'

/** How long a change waits before it is stored, in milliseconds. */
const DELAY = 300

export type DraftAutosave = ReturnType<typeof useDraftAutosave>

/**
 * Stores the unsaved draft in the browser, so that it survives a crash, a closed tab or a failed save.
 *
 * @param account the id of the author; no other account sees the draft
 * @param draft the draft on screen
 * @param baseRevision the version that it started from
 * @returns `dirty`, whether there are unsaved changes; `failed`, whether the browser refuses to store them; `save` to
 *   store them now; and what `useStoredDrafts` needs
 */
export function useDraftAutosave(account: number, draft: Readonly<Ref<PostDraft>>, baseRevision: Readonly<Ref<BaseRevision>>) {
  const editorId = randomUuid()
  const prefix = computed(() => draftKeyPrefix(account, baseRevision.value.saved?.id ?? 'new'))
  const key = computed(() => prefix.value + editorId)
  const dirty = computed(() => !isSameDraft(draft.value, baseRevision.value.draft))
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function save(): void {
    clearTimeout(timer)
    timer = undefined
    tryStorage(() => {
      if (dirty.value) storeDraft(localStorage, key.value, currentDraft())
      else localStorage.removeItem(key.value)
      failed.value = false
    })
  }

  // Throttled, not debounced: a debounce would store nothing while the author types without a pause.
  function saveSoon(): void {
    timer ??= setTimeout(save, DELAY)
  }

  function currentDraft(): UnsavedDraft {
    return { draft: { ...draft.value }, baseRevision: baseRevision.value, at: new Date().toISOString() }
  }

  /** Runs an action, and sets `failed` if the browser refuses it. */
  function tryStorage(action: () => void): void {
    try {
      action()
    }
    catch {
      failed.value = true
    }
  }

  /** Stores the draft again when another tab removes it. */
  function onStorage({ key: changed, newValue }: StorageEvent): void {
    if (newValue === null && (changed === null || changed === key.value)) save()
  }

  watch(draft, saveSoon, { deep: true })
  watch(baseRevision, save)
  // The first save of a new post changes the key. If there is no room under the new key, the draft keeps the old one.
  watch(key, (_, oldKey) => {
    save()
    if (!failed.value) tryStorage(() => localStorage.removeItem(oldKey))
  })
  onMounted(() => {
    // Mobile browsers discard hidden pages without further events.
    document.addEventListener('visibilitychange', save)
    window.addEventListener('pagehide', save)
    window.addEventListener('storage', onStorage)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', save)
    window.removeEventListener('pagehide', save)
    window.removeEventListener('storage', onStorage)
    save()
  })

  return { dirty, failed, save, prefix, key, currentDraft, tryStorage }
}
