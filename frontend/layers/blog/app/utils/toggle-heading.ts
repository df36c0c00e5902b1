/** A text and what is selected in it. */
export interface SelectedText {
  value: string
  start: number
  end: number
}

/** The part of a text to replace, what to put there, and what is selected afterwards. */
export interface TextEdit {
  from: number
  to: number
  text: string
  start: number
  end: number
}

const MARK = '## '
const ANY_MARK = /^#{1,6}(?:[ \t]+|$)/

/**
 * Makes a heading of each line that the selection touches; where all of them are such headings, it takes that back.
 *
 * What was selected stays selected, without the marks.
 */
export function toggleHeading({ value, start, end }: SelectedText): TextEdit {
  const from = value.slice(0, start).lastIndexOf('\n') + 1
  // A selection that ends behind a line break does not touch the next line.
  const last = end > start && value[end - 1] === '\n' ? end - 1 : end
  const lineBreak = value.indexOf('\n', last)
  const to = lineBreak === -1 ? value.length : lineBreak
  const lines = value.slice(from, to).split('\n')
  // Between headings a blank line stays blank; alone, it becomes the beginning of one.
  const isText = (line: string) => lines.length === 1 || line.trim() !== ''
  const mark = lines.filter(isText).every(line => line.startsWith(MARK)) ? '' : MARK
  const parts = lines.map((line) => {
    if (!isText(line)) return { length: line.length, former: 0, mark: 0, text: line }
    const former = ANY_MARK.exec(line)?.[0].length ?? 0
    return { length: line.length, former, mark: mark.length, text: mark + line.slice(former) }
  })

  /** Where a place of the former text is in the new one. */
  function moved(place: number): number {
    let [before, after] = [from, from]
    for (const part of parts) {
      if (place <= before + part.length) return after + part.mark + Math.max(0, place - before - part.former)
      before += part.length + 1
      after += part.text.length + 1
    }
    return after + place - before
  }

  return { from, to, text: parts.map(({ text }) => text).join('\n'), start: moved(start), end: moved(end) }
}
