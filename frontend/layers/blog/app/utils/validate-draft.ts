import { DRAFT_FIELDS, FIELD_LABELS, MAX_LENGTHS, oneLine, tagNames, type DraftField, type PostDraft } from './post-draft'

/** The limits of the API, beside MAX_LENGTHS; a test holds them against its schema. */
export const MOST = { tags: 5, tag: 30, bytes: 200_000 }

/** What is wrong with a value, beside its length; what may stand in a field can depend on the rest of the draft. */
type Rule = (value: string, draft: PostDraft) => string | undefined

const RULES: Partial<Record<DraftField, Rule>> = {
  title: title => oneLine(title) ? undefined : 'Add a title.',
  body: (body, { status }) => {
    if (status === 'published' && !oneLine(body)) return 'A published post cannot be empty. Write something, or leave the post a draft.'
    const bytes = new TextEncoder().encode(body).length
    if (bytes > MOST.bytes) return `A body may have at most ${kilobytes(MOST.bytes)} kB; this one has ${kilobytes(bytes)} kB. Split it in two.`
  },
  tags: (text) => {
    const names = tagNames(text)
    const long = names.find(name => length(name) > MOST.tag)
    if (names.length > MOST.tags) return `At most ${MOST.tags} tags; there are ${names.length}.`
    if (long) return `A tag may have at most ${MOST.tag} characters; “${long}” has ${length(long)}.`
  },
}

/** What is wrong with a draft, by field; empty when it can be sent. */
export function checkDraft(draft: PostDraft): Partial<Record<DraftField, string>> {
  const faults: Partial<Record<DraftField, string>> = {}
  for (const field of DRAFT_FIELDS) {
    const fault = tooLong(field, draft[field]) ?? RULES[field]?.(draft[field], draft)
    if (fault) faults[field] = fault
  }
  return faults
}

function tooLong(field: DraftField, text: string): string | undefined {
  const most = MAX_LENGTHS[field]
  const characters = length(oneLine(text))
  if (most && characters > most) return `A ${FIELD_LABELS[field].toLowerCase()} may have at most ${most} characters; this one has ${characters}.`
}

/**
 * What is still wrong with a draft that was refused, by field: what has been mended since is left out.
 *
 * @param fields what was wrong with it when it was refused
 * @param refused the draft as it was then
 * @param draft the draft as it is now
 */
export function remainingErrors(fields: Record<string, string>, refused: PostDraft, draft: PostDraft): Record<string, string> {
  const [before, now] = [checkDraft(refused), checkDraft(draft)]
  const remaining = Object.entries(fields).map(([name, detail]) => {
    const field = name as DraftField
    // What only the API knows is wrong may be right as soon as it is changed.
    return [name, field in before || draft[field] !== refused[field] ? now[field] : detail]
  })
  return Object.fromEntries(remaining.filter(([, detail]) => detail !== undefined))
}

/** As the API counts: an emoji is one character. */
function length(text: string): number {
  return [...text].length
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000)
}
