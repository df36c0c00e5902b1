import { DRAFT_FIELDS, emptyDraft, type PostDraft } from './post-draft'
import type { Beginning } from '../composables/use-post-saving'

/** What somebody typed and did not save, as the browser keeps it. */
export interface KeptText {
  draft: PostDraft
  /** What it was begun from: on saving, changes made since are seen and not overwritten. */
  begun: Beginning
  /** When it was typed, as an ISO date. */
  at: string
}

/** A kept text and the name it is kept under, until it is dropped. */
export interface FoundText extends KeptText {
  name: string
}

/**
 * The name that all kept texts of one person for one post begin with. Each editor adds its own, so that two
 * tabs do not overwrite each other's.
 *
 * Logging out leaves them, so that no word is lost: only the same person is offered them again.
 *
 * @param post the post's id, or 'new'; all of the person's texts without it
 */
export function keptTextPrefix(account: number, post?: number | 'new'): string {
  return post === undefined ? `kept-text:${account}:` : `kept-text:${account}:${post}:`
}

/** Keeps a text. Throws when the browser refuses: it has no room, or stores nothing at all. */
export function keepText(storage: Storage, name: string, text: KeptText): void {
  storage.setItem(name, JSON.stringify(text))
}

/** The kept texts whose names begin so, newest first. */
export function findTexts(storage: Storage, prefix: string): FoundText[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(name => name?.startsWith(prefix))
  return names.map(name => readText(storage, name!)).filter(text => text !== undefined).sort((a, b) => b.at.localeCompare(a.at))
}

/** What is kept under this name; undefined when that is nothing, or nothing that can be read. */
export function readText(storage: Storage, name: string): FoundText | undefined {
  try {
    const text: unknown = JSON.parse(storage.getItem(name) ?? '')
    if (!isKeptText(text)) return undefined
    const { draft, begun, at } = text
    return { draft: complete(draft), begun: { ...begun, draft: complete(begun.draft) }, at, name }
  }
  catch {
    // Not written by this application.
    return undefined
  }
}

/** What a text is called where it is spoken of. */
export function nameOfText({ draft, begun }: KeptText): string {
  return draft.title || begun.draft.title || draft.body.slice(0, 80) || draft.summary || 'without a title'
}

/** What was written last, which tells texts of one title apart; empty for a text that has none. */
export function endOfText({ draft, begun }: KeptText): string {
  return draft.title || begun.draft.title ? draft.body.trim().slice(-60) : ''
}

function isKeptText(value: unknown): value is KeptText {
  return isRecord(value) && isRecord(value.draft) && isRecord(value.begun) && isRecord(value.begun.draft)
    && typeof value.at === 'string' && !Number.isNaN(Date.parse(value.at))
}

/** An earlier version of this application may have kept fewer fields. What it has kept is not lost for that. */
function complete(draft: Partial<PostDraft>): PostDraft {
  const kept = DRAFT_FIELDS.filter(field => typeof draft[field] === 'string').map(field => [field, draft[field]])
  return { ...emptyDraft(), ...Object.fromEntries(kept) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
