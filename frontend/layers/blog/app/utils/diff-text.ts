import { diffLines, diffWords, diffWordsWithSpace, type ChangeObject } from 'diff'

/** A piece of a comparison of two texts. */
export interface TextChange {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** How much unchanged text is shown around a change, in characters. */
const CONTEXT = 60

/** Maximum number of changes of one comparison, to limit its duration. */
const MAX_CHANGES = 1_000

/** The changes from one text to another: by words, or by lines if the texts differ too much. */
export function diffText(before: string, after: string): TextChange[] {
  const pieces = diffByWords(before, after)
    ?? diffLines(before, after, { maxEditLength: MAX_CHANGES })
    ?? [{ added: false, removed: true, value: before }, { added: true, removed: false, value: after }]
  return pieces.map(({ added, removed, value }, index) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: added || removed ? showSpaces(value) : shorten(value, index === 0, index === pieces.length - 1),
  }))
}

function diffByWords(before: string, after: string): ChangeObject<string>[] | undefined {
  const pieces = diffWords(before, after, { maxEditLength: MAX_CHANGES })
  // diffWords ignores changes of white space, which make new paragraphs and list levels in Markdown.
  const isComplete = pieces?.filter(({ added }) => !added).map(({ value }) => value).join('') === before
  return isComplete ? pieces : diffWordsWithSpace(before, after, { maxEditLength: MAX_CHANGES })
}

/** Makes a change visible that is white space only. */
function showSpaces(text: string): string {
  return text.trim() ? text : text.replaceAll(' ', '·').replaceAll('\t', '⇥').replaceAll('\n', '↵\n')
}

function shorten(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? '' : text.slice(0, CONTEXT)
  const tail = isLast ? '' : text.slice(-CONTEXT)
  const hidden = text.length - head.length - tail.length
  return hidden <= CONTEXT ? text : `${head} … ${tail}`
}
