import { parseTags, singleLine } from './normalize-text'
import { DRAFT_FIELDS, FIELD_LABELS, MAX_LENGTHS, type DraftField, type PostDraft } from './post-draft'

/** The API's further limits; a test compares them with its schema. */
export const LIMITS = { tags: 5, tagLength: 30, bodyBytes: 200_000 }

/** Error messages, by field. */
export type DraftErrors = Partial<Record<DraftField, string>>

type Rule = (value: string, draft: PostDraft) => string | undefined

const RULES: Partial<Record<DraftField, Rule>> = {
  title: title => singleLine(title) ? undefined : 'Add a title.',
  body: (body, { status }) => {
    if (status === 'published' && !singleLine(body)) return 'A published post cannot be empty. Write something, or leave the post a draft.'
    const bytes = new TextEncoder().encode(body).length
    if (bytes > LIMITS.bodyBytes) return `A body may have at most ${kilobytes(LIMITS.bodyBytes)} kB; this one has ${kilobytes(bytes)} kB. Split it in two.`
  },
  tags: (text) => {
    const tags = parseTags(text)
    const long = tags.find(tag => length(tag) > LIMITS.tagLength)
    if (tags.length > LIMITS.tags) return `At most ${LIMITS.tags} tags; there are ${tags.length}.`
    if (long) return `A tag may have at most ${LIMITS.tagLength} characters; “${long}” has ${length(long)}.`
  },
}

/** Checks a draft before it is sent. Returns no errors when the API should accept it. */
export function validateDraft(draft: PostDraft): DraftErrors {
  const errors: DraftErrors = {}
  for (const field of DRAFT_FIELDS) {
    const error = validateLength(field, draft[field]) ?? RULES[field]?.(draft[field], draft)
    if (error) errors[field] = error
  }
  return errors
}

/**
 * The errors of a rejected draft that its author has not corrected yet.
 *
 * @param errors the errors, by field, when it was rejected
 * @param rejected the draft at that time
 * @param draft the draft now
 */
export function remainingErrors(errors: Record<string, string>, rejected: PostDraft, draft: PostDraft): Record<string, string> {
  const [before, now] = [validateDraft(rejected), validateDraft(draft)]
  const remaining = Object.entries(errors).map(([name, message]) => {
    const field = name as DraftField
    // Only the API can check its own errors again: any change to the field clears them.
    return [name, field in before || draft[field] !== rejected[field] ? now[field] : message]
  })
  return Object.fromEntries(remaining.filter(([, message]) => message !== undefined))
}

function validateLength(field: DraftField, text: string): string | undefined {
  const max = MAX_LENGTHS[field]
  const characters = length(singleLine(text))
  if (max && characters > max) return `A ${FIELD_LABELS[field].toLowerCase()} may have at most ${max} characters; this one has ${characters}.`
}

/** The number of code points, as the API counts. */
function length(text: string): number {
  return [...text].length
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000)
}
