import { DRAFT_FIELDS, emptyDraft, type BaseRevision, type PostDraft } from './post-draft'

/** A draft with unsaved changes. */
export interface UnsavedDraft {
  draft: PostDraft
  baseRevision: BaseRevision
  /** When it was last changed, as an ISO date. */
  at: string
}

/** An unsaved draft in the browser's storage. */
export interface StoredDraft extends UnsavedDraft {
  key: string
}

/** What the storage holds. The names of keys and fields stay: people have unsaved drafts in their browsers. */
interface StorageItem {
  draft: Partial<PostDraft>
  begun: Omit<BaseRevision, 'draft'> & { draft: Partial<PostDraft> }
  at: string
}

/**
 * The prefix of the storage keys of an account's drafts of one post. Each editor appends an id of its own, so that
 * tabs do not overwrite each other's drafts.
 *
 * Drafts stay after a log-out; only the same account sees them again.
 *
 * @param post the post's id, or 'new'; without it, the prefix of all drafts of the account
 */
export function draftKeyPrefix(account: number, post?: number | 'new'): string {
  return post === undefined ? `kept-text:${account}:` : `kept-text:${account}:${post}:`
}

/**
 * Stores a draft.
 *
 * @throws if the storage is full or disabled
 */
export function storeDraft(storage: Storage, key: string, { draft, baseRevision, at }: UnsavedDraft): void {
  storage.setItem(key, JSON.stringify({ draft, begun: baseRevision, at } satisfies StorageItem))
}

/** Reads all drafts under a key prefix, newest first. */
export function findStoredDrafts(storage: Storage, prefix: string): StoredDraft[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(key => key?.startsWith(prefix))
  return keys.map(key => readStoredDraft(storage, key!)).filter(stored => stored !== undefined).sort((a, b) => b.at.localeCompare(a.at))
}

/** Reads one draft; undefined if there is none, or none that is readable. */
export function readStoredDraft(storage: Storage, key: string): StoredDraft | undefined {
  try {
    const item: unknown = JSON.parse(storage.getItem(key) ?? '')
    if (!isStorageItem(item)) return undefined
    const { draft, begun, at } = item
    return { key, draft: complete(draft), baseRevision: { ...begun, draft: complete(begun.draft) }, at }
  }
  catch {
    return undefined
  }
}

/** The name to show for an unsaved draft. */
export function draftName({ draft, baseRevision }: UnsavedDraft): string {
  return draft.title || baseRevision.draft.title || draft.body.slice(0, 80) || draft.summary || 'Untitled'
}

/** The last words of a draft, to tell drafts of the same title apart; empty for a draft without a title. */
export function draftEnding({ draft, baseRevision }: UnsavedDraft): string {
  return draft.title || baseRevision.draft.title ? draft.body.trim().slice(-60) : ''
}

function isStorageItem(value: unknown): value is StorageItem {
  return isRecord(value) && isRecord(value.draft) && isRecord(value.begun) && isRecord(value.begun.draft)
    && typeof value.at === 'string' && !Number.isNaN(Date.parse(value.at))
}

/** Adds the fields that an earlier version of the site did not store. */
function complete(draft: Partial<PostDraft>): PostDraft {
  const stored = DRAFT_FIELDS.filter(field => typeof draft[field] === 'string').map(field => [field, draft[field]])
  return { ...emptyDraft(), ...Object.fromEntries(stored) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
