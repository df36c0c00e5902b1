/** A generous timeout: the tests check by their results that a comparison was bounded. */
export const TIMEOUT = { timeout: 20_000 }

/** The paragraphs of a text of the maximum length. */
export const PARAGRAPHS = Array.from({ length: 5_000 }, (_, index) => `Paragraph ${index} says as much as this.`)

/** The paragraphs, changed at these indexes. */
export function alter(...indexes: number[]): string[] {
  return PARAGRAPHS.map((paragraph, index) => indexes.includes(index) ? `${paragraph} And more.` : paragraph)
}
