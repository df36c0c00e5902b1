/**
 * Normalizes a text of one line as the API does: control characters and runs of spaces become one space, and a text
 * without visible characters becomes empty.
 */
export function singleLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}\uFFFE\uFFFF]+/gu, ' ').trim()
  return /[^\p{Cc}\p{Cf}\p{Z}]/u.test(line) ? line : ''
}

/** Reads tags separated by commas. Tags that differ only in case are one tag, in its first spelling. */
export function parseTags(text: string): string[] {
  const tags = text.normalize('NFKC').split(',').map(singleLine).filter(Boolean)
  const lowerCase = tags.map(tag => tag.toLowerCase())
  return tags.filter((_, index) => lowerCase.indexOf(lowerCase[index]!) === index)
}
