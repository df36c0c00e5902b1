import { mergeLines, type MergePart } from './merge-lines'
import { DRAFT_FIELDS, isSameDraft, type DraftField, type PostDraft } from './post-draft'

/** Which side of a choice is taken; both, one after the other, makes sense for running text only. */
export type Choice = 'mine' | 'theirs' | 'both'

/** A field that has changed in between, and what comes of it. */
export interface MergeField {
  field: DraftField
  /** As it was when the writing began, and as it is by now. */
  base: string
  theirs: string
  parts: MergePart[]
}

/**
 * What has changed in between, by field. What only one side has changed is taken from that side; what both
 * have changed is to be chosen, in the text paragraph by paragraph.
 *
 * @param base what the writing began from
 * @param theirs what has been saved since
 * @param mine what is to be saved now
 */
export function mergeDrafts(base: PostDraft, theirs: PostDraft, mine: PostDraft): MergeField[] {
  return DRAFT_FIELDS
    .filter(field => differs(field, base, theirs))
    .map(field => ({ field, base: base[field], theirs: theirs[field], parts: mergeField(field, base, theirs, mine) }))
}

/**
 * The draft that a merge makes.
 *
 * @param choices for each field, a choice for each part; agreed parts need none
 * @returns undefined as long as something is to be chosen
 */
export function mergedDraft(mine: PostDraft, fields: MergeField[], choices: Partial<Record<DraftField, Choice[]>>): PostDraft | undefined {
  const merged: Record<DraftField, string> = { ...mine }
  for (const { field, parts } of fields) {
    const chosen = parts.map((part, index) => linesOf(part, choices[field]?.[index]))
    if (chosen.includes(undefined)) return undefined
    merged[field] = chosen.flat().join('\n')
  }
  return merged as PostDraft
}

function mergeField(field: DraftField, base: PostDraft, theirs: PostDraft, mine: PostDraft): MergePart[] {
  const [from, now, wanted] = [base, theirs, mine].map(draft => draft[field].split('\n')) as [string[], string[], string[]]
  if (!differs(field, base, mine) || !differs(field, theirs, mine)) return [{ kind: 'agreed', lines: now }]
  if (field !== 'body') return [{ kind: 'choice', mine: wanted, theirs: now }]
  return mergeLines(from, wanted, now)
}

function linesOf(part: MergePart, choice: Choice | undefined): string[] | undefined {
  if (part.kind === 'agreed') return part.lines
  return choice === 'both' ? [...part.mine, '', ...part.theirs] : choice && part[choice]
}

/** Whether a field makes a difference to the post. */
function differs(field: DraftField, one: PostDraft, other: PostDraft): boolean {
  return !isSameDraft(one, { ...one, [field]: other[field] })
}
