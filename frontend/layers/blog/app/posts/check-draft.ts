import { oneLine, tagNames, type DraftField, type PostDraft } from './post-draft'

/** The limits of the API; a test holds them against its schema. */
export const MOST = { title: 200, summary: 300, tags: 5, tag: 30, bytes: 200_000 }

/** One rule for each field that has any: what is wrong with its value, if something is. */
const RULES: Partial<Record<DraftField, (value: string) => string | undefined>> = {
  title: (title) => {
    const line = oneLine(title)
    if (!line) return 'Give it a title.'
    if (length(line) > MOST.title) return `A title has at most ${MOST.title} characters; this one has ${length(line)}.`
  },
  body: (body) => {
    const bytes = new TextEncoder().encode(body).length
    if (bytes > MOST.bytes) return `A text has at most ${kilobytes(MOST.bytes)} kB; this one has ${kilobytes(bytes)} kB. Split it in two.`
  },
  summary: (summary) => {
    const line = oneLine(summary)
    if (length(line) > MOST.summary) return `A summary has at most ${MOST.summary} characters; this one has ${length(line)}.`
  },
  tags: (text) => {
    const names = tagNames(text)
    const long = names.find(name => length(name) > MOST.tag)
    if (names.length > MOST.tags) return `At most ${MOST.tags} tags; these are ${names.length}.`
    if (long) return `A tag has at most ${MOST.tag} characters; “${long}” has ${length(long)}.`
  },
}

/** What is wrong with a draft, by field; empty when it can be sent. */
export function checkDraft(draft: PostDraft): Partial<Record<DraftField, string>> {
  const faults: Partial<Record<DraftField, string>> = {}
  for (const [field, rule] of Object.entries(RULES) as [DraftField, (value: string) => string | undefined][]) {
    const fault = rule(draft[field])
    if (fault) faults[field] = fault
  }
  return faults
}

/** As the API counts: an emoji is one character. */
function length(text: string): number {
  return [...text].length
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000)
}
