/**
 * Remembers where the focus is, and in a text field the cursor.
 *
 * A modal dialog gives the focus back by itself, but Chromium does so while the field still counts as out of
 * reach: the cursor jumps to the beginning, and keys do nothing.
 *
 * @returns puts both back; to be called when the dialog has closed. Where the element is gone, the focus goes to
 *   the page's content
 */
export function rememberFocus(): () => void {
  const element = document.activeElement
  const isText = element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement
  const selection = isText ? [element.selectionStart, element.selectionEnd, element.selectionDirection ?? undefined] as const : undefined
  return () => {
    if (!(element instanceof HTMLElement)) return
    element.blur()
    element.focus({ preventScroll: true })
    if (document.activeElement !== element) return document.getElementById('main')?.focus({ preventScroll: true })
    // Fields of numbers, dates and the like have no cursor that could be set.
    if (isText && selection && selection[0] !== null) element.setSelectionRange(...selection)
  }
}
