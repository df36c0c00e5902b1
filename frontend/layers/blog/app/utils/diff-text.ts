import { diffLines, diffWords, diffWordsWithSpace, type ChangeObject } from 'diff'

/** A piece of a comparison: there in both, only before, or only now. */
export interface Change {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** How much of what is the same is shown around a change, in characters. */
const AROUND = 60

/** How many changes are looked for: with more of them it would take too long, and there is little left to see. */
const MOST_CHANGES = 1_000

/** What has changed from one text to another, with a little of what surrounds each change. */
export function changesBetween(before: string, now: string): Change[] {
  // By words the change is easier to see; of many there may be fewer by lines.
  const pieces = diffByWords(before, now)
    ?? diffLines(before, now, { maxEditLength: MOST_CHANGES })
    ?? [{ added: false, removed: true, value: before }, { added: true, removed: false, value: now }]
  return pieces.map(({ added, removed, value }, index) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: added || removed ? visible(value) : shorten(value, index === 0, index === pieces.length - 1),
  }))
}

function diffByWords(before: string, now: string): ChangeObject<string>[] | undefined {
  const pieces = diffWords(before, now, { maxEditLength: MOST_CHANGES })
  // It takes for the same what differs in white space only: to Markdown another paragraph, or another level of a list.
  const isWhole = pieces?.filter(({ added }) => !added).map(({ value }) => value).join('') === before
  return isWhole ? pieces : diffWordsWithSpace(before, now, { maxEditLength: MOST_CHANGES })
}

/** A change of nothing but white space, so that it can be seen. */
function visible(text: string): string {
  return text.trim() ? text : text.replaceAll(' ', '·').replaceAll('\t', '⇥').replaceAll('\n', '↵\n')
}

function shorten(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? '' : text.slice(0, AROUND)
  const tail = isLast ? '' : text.slice(-AROUND)
  const hidden = text.length - head.length - tail.length
  return hidden <= AROUND ? text : `${head} … ${tail}`
}
