import { diffArrays } from 'diff'

/** A stretch of a text, in lines: agreed, or written differently by both sides since they began. */
export type MergePart = { kind: 'agreed', lines: string[] } | { kind: 'choice', mine: string[], theirs: string[] }

/** Of a stretch with more changes than that nothing counts as kept: to find out what is would take too long. */
const MOST_CHANGES = 1_000

/**
 * Puts together what two sides have made of one text.
 *
 * @param base what both began from
 * @returns parts that are the whole text, once a side of each choice is taken
 */
export function mergeLines(base: string[], mine: string[], theirs: string[]): MergePart[] {
  const parts: MergePart[] = []
  const [inMine, inTheirs] = [placesIn(mine, base), placesIn(theirs, base)]
  let from = { base: 0, mine: 0, theirs: 0 }

  function agree(lines: string[]): void {
    const last = parts.at(-1)
    if (last?.kind === 'agreed') for (const line of lines) last.lines.push(line)
    else if (lines.length > 0) parts.push({ kind: 'agreed', lines: [...lines] })
  }

  for (let place = 0; place <= base.length; place++) {
    const isEnd = place === base.length
    const to = isEnd ? { mine: mine.length, theirs: theirs.length } : { mine: inMine.get(place), theirs: inTheirs.get(place) }
    if (to.mine === undefined || to.theirs === undefined) continue
    // Both sides have this line; what stands before it may have been changed by either of them.
    const [was, my, their] = [base.slice(from.base, place), mine.slice(from.mine, to.mine), theirs.slice(from.theirs, to.theirs)]
    if (isSame(my, was) || isSame(my, their)) agree(their)
    else if (isSame(their, was)) agree(my)
    else parts.push({ kind: 'choice', mine: my, theirs: their })
    if (!isEnd) agree([base[place]!])
    from = { base: place + 1, mine: to.mine + 1, theirs: to.theirs + 1 }
  }
  return parts
}

/** Where the lines of the base are in a text made from it. */
function placesIn(text: string[], base: string[]): Map<number, number> {
  const places = new Map<number, number>()
  let from = { base: 0, text: 0 }
  // Blank lines and the like match each other everywhere: they are compared only between lines that there is one of.
  for (const [inBase, inText] of [...sharedLandmarks(base, text), [base.length, text.length] as const]) {
    const between = sharedLines(base.slice(from.base, inBase), text.slice(from.text, inText))
    for (const [one, other] of between) places.set(from.base + one, from.text + other)
    if (inBase < base.length) places.set(inBase, inText)
    from = { base: inBase + 1, text: inText + 1 }
  }
  return places
}

/** The lines that are in both texts, once in each, as far as they are in the same order. */
function sharedLandmarks(one: string[], other: string[]): [number, number][] {
  const [onceInOne, onceInOther] = [linesOnceIn(one), linesOnceIn(other)]
  const inOne = [...onceInOne.keys()].filter(line => onceInOther.has(line))
  const inOther = [...onceInOther.keys()].filter(line => onceInOne.has(line))
  return sharedLines(inOne, inOther).map(([place]) => inOne[place]!).map(line => [onceInOne.get(line)!, onceInOther.get(line)!])
}

function linesOnceIn(lines: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return new Map(lines.map((line, place) => [line, place] as const).filter(([line]) => counts.get(line) === 1))
}

/** The lines that two texts have in common and in the same order, by their places in both. */
function sharedLines(one: string[], other: string[]): [number, number][] {
  const shared: [number, number][] = []
  let [inOne, inOther] = [0, 0]
  for (const { added, removed, count } of diffArrays(one, other, { maxEditLength: MOST_CHANGES }) ?? []) {
    for (let step = 0; !added && !removed && step < count; step++) shared.push([inOne + step, inOther + step])
    if (!added) inOne += count
    if (!removed) inOther += count
  }
  return shared
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((line, place) => line === other[place])
}
