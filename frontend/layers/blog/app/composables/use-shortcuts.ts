import { onBeforeUnmount, onMounted } from 'vue'

/**
 * Whether a keyboard event is Ctrl or Cmd with a letter.
 *
 * On keyboards without Latin letters (Cyrillic, Greek), the key at the letter's position counts. With Alt it does not:
 * some keyboards type characters that way.
 *
 * @param letter a Latin letter in lower case
 */
export function isShortcut({ ctrlKey, metaKey, altKey, shiftKey, key, code }: KeyboardEvent, letter: string): boolean {
  if (!(ctrlKey || metaKey) || altKey || shiftKey) return false
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === letter : code === `Key${letter.toUpperCase()}`
}

/** Calls `save` on Ctrl-S or Cmd-S, unless a dialog is open. */
export function useSaveShortcut(save: () => unknown): void {
  function onKeydown(event: KeyboardEvent): void {
    if (!isShortcut(event, 's')) return
    event.preventDefault()
    if (!document.querySelector('dialog[open]')) save()
  }

  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
