import type { ApiOptions } from '#layers/session/shared/types/api'
import { parseTags, singleLine } from './normalize-text'
import type { Post } from './post'
import { randomUuid } from './random-uuid'

/** A post in the editor. Every field is text, so that all are validated, stored, compared and merged alike. */
export interface PostDraft {
  title: string
  summary: string
  /** Separated by commas. */
  tags: string
  visibility: Post['visibility']
  status: Post['status']
  /** Markdown. */
  body: string
}

/** The version of a post that a draft started from. */
export interface BaseRevision {
  /** The content of that version; empty for a new post. */
  draft: PostDraft
  /** Undefined until the API has the post. */
  saved: { id: number, version: number } | undefined
  /** The `Idempotency-Key` that creates the post: after a lost response, a retry creates no second post. */
  creationKey: string
}

/** The fields, in the order of the form. */
export const DRAFT_FIELDS = ['title', 'body', 'summary', 'tags', 'visibility', 'status'] as const satisfies (keyof PostDraft)[]

export type DraftField = (typeof DRAFT_FIELDS)[number]

/** The labels of the fields. */
export const FIELD_LABELS: Record<DraftField, string> = {
  title: 'Title', body: 'Body', summary: 'Summary', tags: 'Tags', visibility: 'Visibility', status: 'Status',
}

/** The API's maximum lengths of the fields of one line, in characters. */
export const MAX_LENGTHS: Partial<Record<DraftField, number>> = { title: 200, summary: 300 }

/** What the API takes to create or replace a post. */
export type PostContent = NonNullable<ApiOptions<'/api/posts/{id}/', 'put'>['body']>

/** The draft of a new post. */
export function emptyDraft(): PostDraft {
  return { title: '', summary: '', tags: '', visibility: 'members', status: 'draft', body: '' }
}

/** The base revision of a new post. */
export function newRevision(): BaseRevision {
  return { draft: emptyDraft(), saved: undefined, creationKey: randomUuid() }
}

/** Turns a post of the API into a draft. */
export function draftFromPost({ title, summary, tags, visibility, status, body }: Post): PostDraft {
  return { title, summary, tags: tags.map(({ name }) => name).join(', '), visibility, status, body }
}

/** Turns a draft into what the API takes. */
export function contentFromDraft(draft: PostDraft): PostContent {
  const lines = (Object.keys(MAX_LENGTHS) as DraftField[]).map(field => [field, singleLine(draft[field])])
  return { ...draft, ...Object.fromEntries(lines), tags: parseTags(draft.tags) }
}

/** Whether two drafts make the same post once they are normalized. */
export function isSameDraft(one: PostDraft, other: PostDraft): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other))
}

function comparable(draft: PostDraft): unknown[] {
  const content = contentFromDraft(draft)
  return DRAFT_FIELDS.map(field => content[field])
}
