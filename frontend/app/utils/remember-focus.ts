/**
 * Remembers the focused element and the selection in it, before a modal dialog opens.
 *
 * A dialog restores the focus when it closes, but in Chromium the field is still inert then: the cursor moves to the
 * beginning, and the field ignores keys.
 *
 * @returns a function that restores both, for when the dialog has closed; if the element is gone, it focuses the main
 *   content
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
    // Fields for numbers, dates and the like have no selection.
    if (isText && selection && selection[0] !== null) element.setSelectionRange(...selection)
  }
}
