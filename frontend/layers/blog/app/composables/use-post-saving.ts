import { computed, ref, shallowRef } from 'vue'
import { contentFromDraft, draftFromPost, isSameDraft, type BaseRevision, type PostDraft } from '../utils/post-draft'
import type { Post } from '../utils/post'
import { readSaveFailure, type SaveFailure } from '../utils/save-failure'
import { validateDraft } from '../utils/validate-draft'

export type SaveOutcome = { kind: 'saved', post: Post } | SaveFailure

/**
 * Saves one post: the first time it creates the post, later it updates it.
 *
 * Every update names the version that it changes (`If-Match`), so it cannot overwrite a newer one.
 *
 * @param initial the version that the draft starts from
 */
export function usePostSaving(initial: BaseRevision) {
  const { $api } = useNuxtApp()
  const baseRevision = shallowRef(initial)
  const busy = ref(false)
  // Drafts that were sent without a response. The API may have saved any of them.
  let unconfirmed: PostDraft[] = []

  /** @returns the outcome; undefined, without sending anything, while another save is under way */
  async function save(draft: PostDraft): Promise<SaveOutcome | undefined> {
    if (busy.value) return undefined
    const fields = validateDraft(draft)
    if (Object.keys(fields).length > 0) return { kind: 'invalid', fields, detail: '' }
    busy.value = true
    try {
      return await attempt({ ...draft })
    }
    finally {
      busy.value = false
    }
  }

  async function attempt(draft: PostDraft, isRetry = false): Promise<SaveOutcome> {
    try {
      return succeed(await send(draft))
    }
    catch (error) {
      const failure = readSaveFailure(error)
      // A 404 for a post that does not exist yet is not the API's.
      if (failure.kind === 'deleted' && !baseRevision.value.saved) return { kind: 'unreachable' }
      if (failure.kind === 'conflict') return reconcile(draft, failure.current, isRetry)
      if (failure.kind === 'unreachable') unconfirmed.push(draft)
      return failure
    }
  }

  function send(draft: PostDraft): Promise<Post> {
    const { saved, creationKey } = baseRevision.value
    const body = contentFromDraft(draft)
    if (!saved) return $api('/api/posts/', { method: 'POST', headers: { 'Idempotency-Key': creationKey }, body })
    return $api('/api/posts/{id}/', { method: 'PUT', path: { id: saved.id }, headers: { 'If-Match': `"${saved.version}"` }, body })
  }

  /** Resolves a conflict with a newer version that has this draft, or one that this editor sent before. */
  async function reconcile(draft: PostDraft, known: Post | undefined, isRetry: boolean): Promise<SaveOutcome> {
    const current = known ?? await fetchCurrent()
    if (!current) return { kind: 'unreachable' }
    const theirs = draftFromPost(current)
    if (isSameDraft(theirs, draft)) return succeed(current)
    const isOurs = [baseRevision.value.draft, ...unconfirmed].some(ours => isSameDraft(theirs, ours))
    if (isRetry || !isOurs) return { kind: 'conflict', current }
    rebase(current)
    return attempt(draft, true)
  }

  async function fetchCurrent(): Promise<Post | undefined> {
    if (!baseRevision.value.saved) return undefined
    return $api('/api/posts/{id}/', { path: { id: baseRevision.value.saved.id } }).catch(() => undefined)
  }

  function succeed(post: Post): SaveOutcome {
    rebase(post)
    unconfirmed = []
    return { kind: 'saved', post }
  }

  /** Continues from a version of the post that its author has seen. */
  function rebase(post: Post): void {
    baseRevision.value = { ...baseRevision.value, draft: draftFromPost(post), saved: { id: post.id, version: post.version } }
  }

  /** Continues from another base revision: that of a restored draft, or of a new post. */
  function startFrom(revision: BaseRevision): void {
    baseRevision.value = revision
  }

  return { baseRevision: computed(() => baseRevision.value), busy, save, rebase, startFrom }
}
