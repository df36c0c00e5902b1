import type { ApiOptions } from '#layers/session/shared/types/api'
import type { Post } from './post'

/** A post as its author types it: every field is text, so that all can be checked, kept, compared and merged alike. */
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

/** The fields, in the order of the form. */
export const DRAFT_FIELDS = ['title', 'body', 'summary', 'tags', 'visibility', 'status'] as const satisfies (keyof PostDraft)[]

export type DraftField = (typeof DRAFT_FIELDS)[number]

/** What the fields are called on the page. */
export const FIELD_LABELS: Record<DraftField, string> = {
  title: 'Title', body: 'Body', summary: 'Summary', tags: 'Tags', visibility: 'Visibility', status: 'Status',
}

/** The longest that the fields of one line may be, in characters, as the API says. */
export const MAX_LENGTHS: Partial<Record<DraftField, number>> = { title: 200, summary: 300 }

/** What an author writes, as the API takes it. */
export type PostContent = NonNullable<ApiOptions<'/api/posts/{id}/', 'put'>['body']>

/** A post nobody has begun yet. */
export function emptyDraft(): PostDraft {
  return { title: '', summary: '', tags: '', visibility: 'members', status: 'draft', body: '' }
}

/** A saved post as a draft to go on with. */
export function draftOf({ title, summary, tags, visibility, status, body }: Post): PostDraft {
  return { title, summary, tags: tags.map(({ name }) => name).join(', '), visibility, status, body }
}

/** A draft as the API takes it. */
export function contentOf(draft: PostDraft): PostContent {
  const lines = (Object.keys(MAX_LENGTHS) as DraftField[]).map(field => [field, oneLine(draft[field])])
  return { ...draft, ...Object.fromEntries(lines), tags: tagNames(draft.tags) }
}

/** Whether two drafts make the same post; spaces that the API drops make no difference. */
export function isSameDraft(one: PostDraft, other: PostDraft): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other))
}

/** The tags as they are written, each once, in its first spelling: capitals make no other tag. */
export function tagNames(text: string): string[] {
  const spellings = text.normalize('NFKC').split(',').map(oneLine).filter(Boolean)
  const names = spellings.map(spelling => spelling.toLowerCase())
  return spellings.filter((_, index) => names.indexOf(names[index]!) === index)
}

function comparable(draft: PostDraft): unknown[] {
  const content = contentOf(draft)
  return DRAFT_FIELDS.map(field => content[field])
}

/** As the API does it: control characters are dropped like spaces, and where nothing is to be seen there is nothing. */
export function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}\uFFFE\uFFFF]+/gu, ' ').trim()
  return /[^\p{Cc}\p{Cf}\p{Z}]/u.test(line) ? line : ''
}
