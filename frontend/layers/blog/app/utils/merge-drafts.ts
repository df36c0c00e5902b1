import { mergeLines, type MergePart } from './merge-lines'
import { DRAFT_FIELDS, isSameDraft, type DraftField, type PostDraft } from './post-draft'

/** The version of a conflict that the author keeps. `both`, one after the other, is for the body only. */
export type Choice = 'mine' | 'theirs' | 'both'

/** By field and part, the versions that the author keeps. */
export type Choices = Partial<Record<DraftField, Choice[]>>

/** A field that the newer version changed, and its merged parts. */
export interface MergedField {
  field: DraftField
  base: string
  theirs: string
  parts: MergePart[]
}

/**
 * Merges a draft with a newer version of its post (three-way merge).
 *
 * A change of one side is taken over. Where both sides changed a field, or the same passage of the body, there is a
 * conflict.
 *
 * @param base the version that the draft started from
 * @param theirs the newer version
 * @param mine the draft
 * @returns the fields that the newer version changed
 */
export function mergeDrafts(base: PostDraft, theirs: PostDraft, mine: PostDraft): MergedField[] {
  return DRAFT_FIELDS
    .filter(field => differs(field, base, theirs))
    .map(field => ({ field, base: base[field], theirs: theirs[field], parts: mergeField(field, base, theirs, mine) }))
}

/**
 * Applies the author's choices to the conflicts of a merge.
 *
 * @returns the merged draft; undefined while a choice is missing
 */
export function resolveConflicts(mine: PostDraft, fields: MergedField[], choices: Choices): PostDraft | undefined {
  const merged: Record<DraftField, string> = { ...mine }
  for (const { field, parts } of fields) {
    const chosen = parts.map((part, index) => chosenLines(part, choices[field]?.[index]))
    if (chosen.includes(undefined)) return undefined
    merged[field] = chosen.flat().join('\n')
  }
  return merged as PostDraft
}

function mergeField(field: DraftField, base: PostDraft, theirs: PostDraft, mine: PostDraft): MergePart[] {
  const [baseLines, theirLines, myLines] = [base, theirs, mine].map(draft => draft[field].split('\n')) as [string[], string[], string[]]
  if (!differs(field, base, mine) || !differs(field, theirs, mine)) return [{ kind: 'merged', lines: theirLines }]
  if (field !== 'body') return [{ kind: 'conflict', mine: myLines, theirs: theirLines }]
  return mergeLines(baseLines, myLines, theirLines)
}

function chosenLines(part: MergePart, choice: Choice | undefined): string[] | undefined {
  if (part.kind === 'merged') return part.lines
  return choice === 'both' ? [...part.mine, '', ...part.theirs] : choice && part[choice]
}

function differs(field: DraftField, one: PostDraft, other: PostDraft): boolean {
  return !isSameDraft(one, { ...one, [field]: other[field] })
}
