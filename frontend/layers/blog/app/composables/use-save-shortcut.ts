import { onBeforeUnmount, onMounted } from 'vue'
import { isShortcut } from '../utils/shortcut'

/** Has Ctrl-S or Cmd-S save what is on this page, and not the page as a file. */
export function useSaveShortcut(save: () => unknown): void {
  function saveByKey(event: KeyboardEvent): void {
    if (!isShortcut(event, 's')) return
    event.preventDefault()
    // A dialog in front of the page asks something that comes first.
    if (!document.querySelector('dialog[open]')) save()
  }

  onMounted(() => window.addEventListener('keydown', saveByKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', saveByKey))
}
