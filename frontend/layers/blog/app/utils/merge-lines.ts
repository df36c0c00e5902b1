import { diffArrays } from 'diff'

/** Some lines of a merged text: merged, or a conflict because both sides changed them differently. */
export type MergePart = { kind: 'merged', lines: string[] } | { kind: 'conflict', mine: string[], theirs: string[] }

/** Maximum number of changes of one comparison, to limit its duration; with more, all its lines count as changed. */
const MAX_CHANGES = 1_000

/**
 * Merges two texts that were made from one base, line by line.
 *
 * @returns the parts in order; with one side of each conflict they are the whole text
 */
export function mergeLines(base: string[], mine: string[], theirs: string[]): MergePart[] {
  const parts: MergePart[] = []
  const [inMine, inTheirs] = [matchLines(base, mine), matchLines(base, theirs)]
  let from = { base: 0, mine: 0, theirs: 0 }

  function append(lines: string[]): void {
    const last = parts.at(-1)
    if (last?.kind === 'merged') for (const line of lines) last.lines.push(line)
    else if (lines.length > 0) parts.push({ kind: 'merged', lines: [...lines] })
  }

  for (let index = 0; index <= base.length; index++) {
    const isEnd = index === base.length
    const to = isEnd ? { mine: mine.length, theirs: theirs.length } : { mine: inMine.get(index), theirs: inTheirs.get(index) }
    if (to.mine === undefined || to.theirs === undefined) continue
    // Both sides have this line of the base. Merge what is before it.
    const [was, my, their] = [base.slice(from.base, index), mine.slice(from.mine, to.mine), theirs.slice(from.theirs, to.theirs)]
    if (isSame(my, was) || isSame(my, their)) append(their)
    else if (isSame(their, was)) append(my)
    else parts.push({ kind: 'conflict', mine: my, theirs: their })
    if (!isEnd) append([base[index]!])
    from = { base: index + 1, mine: to.mine + 1, theirs: to.theirs + 1 }
  }
  return parts
}

/** Maps the unchanged lines of the base to their indexes in a text made from it. */
function matchLines(base: string[], text: string[]): Map<number, number> {
  const matches = new Map<number, number>()
  let from = { base: 0, text: 0 }
  // Repeated lines, such as blank ones, match everywhere: compare them only between unique lines (a patience diff).
  for (const [inBase, inText] of [...uniqueMatches(base, text), [base.length, text.length] as const]) {
    const between = commonLines(base.slice(from.base, inBase), text.slice(from.text, inText))
    for (const [one, other] of between) matches.set(from.base + one, from.text + other)
    if (inBase < base.length) matches.set(inBase, inText)
    from = { base: inBase + 1, text: inText + 1 }
  }
  return matches
}

/** The indexes of the lines that occur exactly once in each text, in the same order. */
function uniqueMatches(one: string[], other: string[]): [number, number][] {
  const [uniqueInOne, uniqueInOther] = [uniqueLines(one), uniqueLines(other)]
  const inOne = [...uniqueInOne.keys()].filter(line => uniqueInOther.has(line))
  const inOther = [...uniqueInOther.keys()].filter(line => uniqueInOne.has(line))
  return commonLines(inOne, inOther).map(([index]) => inOne[index]!).map(line => [uniqueInOne.get(line)!, uniqueInOther.get(line)!])
}

function uniqueLines(lines: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return new Map(lines.map((line, index) => [line, index] as const).filter(([line]) => counts.get(line) === 1))
}

/** The indexes of a longest common subsequence of lines. */
function commonLines(one: string[], other: string[]): [number, number][] {
  const common: [number, number][] = []
  let [inOne, inOther] = [0, 0]
  for (const { added, removed, count } of diffArrays(one, other, { maxEditLength: MAX_CHANGES }) ?? []) {
    for (let step = 0; !added && !removed && step < count; step++) common.push([inOne + step, inOther + step])
    if (!added) inOne += count
    if (!removed) inOther += count
  }
  return common
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index])
}
