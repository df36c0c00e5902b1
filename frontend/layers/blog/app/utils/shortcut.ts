/**
 * Whether Ctrl or Cmd is pressed with this letter.
 *
 * On a keyboard with other letters (Cyrillic, Greek) it is the key on which the Latin one stands elsewhere. With
 * Alt it is none: that is how some keyboards write further letters.
 *
 * @param letter a Latin one, in lower case
 */
export function isShortcut({ ctrlKey, metaKey, altKey, shiftKey, key, code }: KeyboardEvent, letter: string): boolean {
  if (!(ctrlKey || metaKey) || altKey || shiftKey) return false
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === letter : code === `Key${letter.toUpperCase()}`
}
