import { diffLines, diffWords } from 'diff'

/** A piece of a comparison: there in both, only before, or only now. */
export interface Change {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** How much of what is the same is shown around a change, in characters. */
const AROUND = 60

/** How many changes are looked for by lines: with more of them it would take too long, and there is little left to see. */
const MOST_CHANGES = 1_000

/** What has changed from one text to another, with a little of what surrounds each change. */
export function changesBetween(before: string, now: string): Change[] {
  // By words the change is easier to see; in a long text that would take too long to find out.
  const pieces = diffWords(before, now, { timeout: 200 })
    ?? diffLines(before, now, { maxEditLength: MOST_CHANGES })
    ?? [{ added: false, removed: true, value: before }, { added: true, removed: false, value: now }]
  return pieces.map(({ added, removed, value }, index) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: added || removed ? value : shorten(value, index === 0, index === pieces.length - 1),
  }))
}

function shorten(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? '' : text.slice(0, AROUND)
  const tail = isLast ? '' : text.slice(-AROUND)
  return text.length <= head.length + tail.length + AROUND && !isFirst && !isLast ? text : text.length <= AROUND ? text : `${head} … ${tail}`
}
