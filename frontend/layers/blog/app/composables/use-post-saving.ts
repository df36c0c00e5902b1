import { computed, ref, shallowRef } from 'vue'
import { checkDraft } from '../utils/validate-draft'
import { contentOf, draftOf, emptyDraft, isSameDraft, type PostDraft } from '../utils/post-draft'
import type { Post } from '../utils/post'
import { readSaveFailure, type SaveFailure } from '../utils/save-failure'

export type SaveOutcome = { kind: 'saved', post: Post } | SaveFailure

/** What a text was begun from. */
export interface Beginning {
  /** The post as it was; an empty one for a new post. */
  draft: PostDraft
  /** Undefined until there is a post at the API. */
  saved: { id: number, version: number } | undefined
  /** Makes creating idempotent: sent again after a lost answer, it makes no second post. */
  creationKey: string
}

/**
 * Saves one post: creates it the first time, changes it from then on.
 *
 * Every change names the version it started from, so that nothing is overwritten unseen.
 */
export function usePostSaving(beginning: Beginning) {
  const { $api } = useNuxtApp()
  const begun = shallowRef(beginning)
  const busy = ref(false)
  // What was sent without a known outcome: any of it may have arrived all the same.
  let uncertain: PostDraft[] = []

  /** @returns what came of it; nothing when a saving is under way already */
  async function save(draft: PostDraft): Promise<SaveOutcome | undefined> {
    if (busy.value) return undefined
    const fields = checkDraft(draft)
    if (Object.keys(fields).length > 0) return { kind: 'invalid', fields, detail: '' }
    busy.value = true
    try {
      return await attempt({ ...draft })
    }
    finally {
      busy.value = false
    }
  }

  async function attempt(draft: PostDraft, isSecond = false): Promise<SaveOutcome> {
    try {
      return succeed(await send(draft))
    }
    catch (error) {
      const failure = readSaveFailure(error)
      // Where there is no post yet, none can be gone: something else answered in the API's place.
      if (failure.kind === 'gone' && !begun.value.saved) return { kind: 'unreachable' }
      if (failure.kind === 'conflict') return meet(draft, failure.current, isSecond)
      if (failure.kind === 'unreachable') uncertain.push(draft)
      return failure
    }
  }

  function send(draft: PostDraft): Promise<Post> {
    const { saved, creationKey } = begun.value
    const body = contentOf(draft)
    if (!saved) return $api('/api/posts/', { method: 'POST', headers: { 'Idempotency-Key': creationKey }, body })
    return $api('/api/posts/{id}/', { method: 'PUT', path: { id: saved.id }, headers: { 'If-Match': `"${saved.version}"` }, body })
  }

  /** The post has changed meanwhile: that may have been this very text, whose answer was lost. */
  async function meet(draft: PostDraft, known: Post | undefined, isSecond: boolean): Promise<SaveOutcome> {
    const current = known ?? await fetchCurrent()
    if (!current) return { kind: 'unreachable' }
    const theirs = draftOf(current)
    if (isSameDraft(theirs, draft)) return succeed(current)
    const isOurs = [begun.value.draft, ...uncertain].some(ours => isSameDraft(theirs, ours))
    if (isSecond || !isOurs) return { kind: 'conflict', current }
    beginFrom(current)
    return attempt(draft, true)
  }

  async function fetchCurrent(): Promise<Post | undefined> {
    if (!begun.value.saved) return undefined
    return $api('/api/posts/{id}/', { path: { id: begun.value.saved.id } }).catch(() => undefined)
  }

  function succeed(post: Post): SaveOutcome {
    beginFrom(post)
    uncertain = []
    return { kind: 'saved', post }
  }

  /** Goes on from a version of the post that its author has seen. */
  function beginFrom(post: Post): void {
    begun.value = { ...begun.value, draft: draftOf(post), saved: { id: post.id, version: post.version } }
  }

  /** Goes on where a text that was kept had begun. */
  function resume(kept: Beginning): void {
    begun.value = kept
  }

  /** The post is gone: what is on screen becomes a new one. */
  function beginAnew(creationKey: string): void {
    begun.value = { draft: emptyDraft(), saved: undefined, creationKey }
  }

  return { begun: computed(() => begun.value), busy, save, beginFrom, resume, beginAnew }
}
