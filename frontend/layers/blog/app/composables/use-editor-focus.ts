import { nextTick, type Ref } from 'vue'
import { DRAFT_FIELDS, type DraftField } from '../utils/post-draft'

/**
 * Moves the focus between the fields of the editor.
 *
 * @param form the form with the fields
 * @param fullScreen whether only the body is shown
 * @param previewing whether the preview is shown in place of the body
 */
export function useEditorFocus(form: Readonly<Ref<HTMLElement | null>>, fullScreen: Ref<boolean>, previewing: Ref<boolean>) {
  function find(field: DraftField): HTMLElement | null | undefined {
    return form.value?.querySelector<HTMLElement>(`[name="${field}"]`)
  }

  /** Focuses a field, and shows it if it is hidden. */
  async function focusField(field: DraftField): Promise<void> {
    const element = find(field)
    if (!element?.checkVisibility()) {
      if (field === 'body') previewing.value = false
      else fullScreen.value = false
      await nextTick()
    }
    element?.focus()
  }

  /** Focuses the first field that has an error. */
  async function focusFirstError(errors: Readonly<Ref<Record<string, string>>>): Promise<void> {
    await nextTick()
    const field = DRAFT_FIELDS.find(field => errors.value[field])
    if (field) await focusField(field)
  }

  /** Focuses the next field on Enter in a field of one line, instead of submitting the form. */
  function focusNextField(event: KeyboardEvent): void {
    // While an input method composes a word, Enter accepts it.
    if (!(event.target instanceof HTMLInputElement) || event.isComposing) return
    event.preventDefault()
    const next = DRAFT_FIELDS[DRAFT_FIELDS.indexOf(event.target.name as DraftField) + 1]
    if (next) void focusField(next)
  }

  /** Focuses the body if the focused element has been removed from the page. */
  async function keepFocus(): Promise<void> {
    await nextTick()
    if (document.activeElement === document.body) find('body')?.focus()
  }

  return { focusField, focusFirstError, focusNextField, keepFocus }
}
