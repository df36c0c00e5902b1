import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { draftKeyPrefix, findStoredDrafts, readStoredDraft, storeDraft, type StoredDraft, type UnsavedDraft } from '../utils/draft-storage'
import { isSameDraft, newRevision, type BaseRevision, type PostDraft } from '../utils/post-draft'
import { randomUuid } from '../utils/random-uuid'
import type { DraftAutosave } from './use-draft-autosave'

/**
 * The author's other unsaved drafts of a post, which the editor offers to restore: those of closed tabs and of tabs that
 * are still open, and, for a new post, those of deleted posts.
 *
 * @param account the id of the author
 * @param draft the draft on screen
 * @param baseRevision the version that it started from
 * @param autosave what stores the draft on screen
 * @param isDeleted tells whether the author's post of this id has been deleted
 */
export function useStoredDrafts(
  account: number,
  draft: Readonly<Ref<PostDraft>>,
  baseRevision: Readonly<Ref<BaseRevision>>,
  { prefix, key: ownKey, dirty, currentDraft, save, tryStorage }: DraftAutosave,
  isDeleted: (post: number) => Promise<boolean>,
) {
  const ofPost = ref<StoredDraft[]>([])
  const ofDeletedPosts = ref<StoredDraft[]>([])
  const storedDrafts = computed(() => [...ofPost.value, ...ofDeletedPosts.value])

  function find(): void {
    tryStorage(() => {
      ofPost.value = findStoredDrafts(localStorage, prefix.value).filter(({ key, draft: stored }) =>
        key !== ownKey.value && !isSameDraft(stored, baseRevision.value.draft) && !isSameDraft(stored, draft.value))
    })
    ofDeletedPosts.value = ofDeletedPosts.value.flatMap(({ key }) => readAsNew(key))
  }

  /** Removes drafts that the API has saved although their editors received no response. */
  function removeSaved(): void {
    tryStorage(() => {
      for (const stored of findStoredDrafts(localStorage, prefix.value)) {
        if (isSameDraft(stored.draft, baseRevision.value.draft)) localStorage.removeItem(stored.key)
      }
    })
  }

  async function findOfDeletedPosts(): Promise<void> {
    const candidates: StoredDraft[] = []
    tryStorage(() => candidates.push(...findStoredDrafts(localStorage, draftKeyPrefix(account)).filter(isOfSavedPost)))
    for (const id of new Set(candidates.map(({ baseRevision }) => baseRevision.saved!.id))) {
      if (!await isDeleted(id)) continue
      const ofThis = candidates.filter(({ baseRevision }) => baseRevision.saved!.id === id)
      ofDeletedPosts.value = [...ofDeletedPosts.value, ...ofThis.flatMap(({ key }) => readAsNew(key))]
    }
  }

  /** Reads a draft of a deleted post as that of a new one. It keeps its key, because the post may be restored. */
  function readAsNew(key: string): StoredDraft[] {
    const stored = read(key)
    return stored ? [{ ...stored, baseRevision: newRevision() }] : []
  }

  function read(key: string): StoredDraft | undefined {
    let stored: StoredDraft | undefined
    tryStorage(() => stored = readStoredDraft(localStorage, key))
    return stored
  }

  /** Adds the draft on screen to the stored ones, before another one replaces it. */
  function stash(): void {
    if (dirty.value) add(currentDraft())
  }

  /** Stores a draft under a new key: its former key may be in use again. */
  function add({ draft, baseRevision, at }: UnsavedDraft): void {
    const stored = { draft, baseRevision, at, key: draftKeyPrefix(account, baseRevision.saved?.id ?? 'new') + randomUuid() }
    tryStorage(() => storeDraft(localStorage, stored.key, stored))
    ofPost.value = [...ofPost.value, stored]
  }

  /**
   * Removes a stored draft.
   *
   * @returns the draft with its latest changes, which another tab may have made
   */
  function take(stored: StoredDraft): StoredDraft {
    const { draft, at } = read(stored.key) ?? stored
    tryStorage(() => localStorage.removeItem(stored.key))
    for (const list of [ofPost, ofDeletedPosts]) list.value = list.value.filter(other => other.key !== stored.key)
    // There may be room now for the draft on screen.
    save()
    return { ...stored, draft, at }
  }

  function onStorage({ key }: StorageEvent): void {
    if (key === null || key.startsWith(draftKeyPrefix(account))) find()
  }

  onMounted(() => {
    removeSaved()
    find()
    if (!baseRevision.value.saved) void findOfDeletedPosts()
    window.addEventListener('storage', onStorage)
  })
  onBeforeUnmount(() => window.removeEventListener('storage', onStorage))

  return { storedDrafts, stash, add, take }
}

function isOfSavedPost({ baseRevision }: StoredDraft): boolean {
  return baseRevision.saved !== undefined
}

/**
 * Returns a function that tells whether an author's post has been deleted, or belongs to another author now; false if
 * that is unknown.
 *
 * @param account the id of the author
 */
export function useIsDeleted(account: number): (post: number) => Promise<boolean> {
  const { $api } = useNuxtApp()
  return id => $api('/api/posts/{id}/', { path: { id } })
    .then(({ author }) => author.id !== account, error => readProblem(error).status === 404)
}
