/** A text and the selection in it. */
export interface SelectedText {
  value: string
  start: number
  end: number
}

/** The range of a text to replace, its replacement, and the selection afterwards. */
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
 * Makes the selected lines Markdown headings, or plain lines again if all of them are headings.
 *
 * The same characters stay selected.
 */
export function toggleHeading({ value, start, end }: SelectedText): TextEdit {
  const from = value.slice(0, start).lastIndexOf('\n') + 1
  // A selection that ends with a line break does not include the next line.
  const last = end > start && value[end - 1] === '\n' ? end - 1 : end
  const lineBreak = value.indexOf('\n', last)
  const to = lineBreak === -1 ? value.length : lineBreak
  const lines = value.slice(from, to).split('\n')
  // Blank lines between headings stay blank. A single blank line becomes a heading to write.
  const isText = (line: string) => lines.length === 1 || line.trim() !== ''
  const mark = lines.filter(isText).every(line => line.startsWith(MARK)) ? '' : MARK
  const parts = lines.map((line) => {
    if (!isText(line)) return { length: line.length, removed: 0, added: 0, text: line }
    const removed = ANY_MARK.exec(line)?.[0].length ?? 0
    return { length: line.length, removed, added: mark.length, text: mark + line.slice(removed) }
  })

  /** Maps an index in the old text to the new one. */
  function moved(index: number): number {
    let [before, after] = [from, from]
    for (const part of parts) {
      if (index <= before + part.length) return after + part.added + Math.max(0, index - before - part.removed)
      before += part.length + 1
      after += part.text.length + 1
    }
    return after + index - before
  }

  return { from, to, text: parts.map(({ text }) => text).join('\n'), start: moved(start), end: moved(end) }
}
