import { computed, ref, type Ref } from 'vue'
import type { PostDraft } from '../utils/post-draft'
import type { SaveFailure } from '../utils/save-failure'
import { remainingErrors } from '../utils/validate-draft'
import type { SaveOutcome } from './use-post-saving'

/**
 * The errors of the last save, without those that the author has corrected since.
 *
 * @param draft the draft on screen
 * @returns `errors` by field; the `problem` to show above the form; the newer version of a `conflict`; `setOutcome`
 *   and `clear`
 */
export function useSaveErrors(draft: Readonly<Ref<PostDraft>>) {
  const failure = ref<SaveFailure>()
  const rejected = ref<PostDraft>()

  const errors = computed(() => failure.value?.kind === 'invalid' && rejected.value
    ? remainingErrors(failure.value.fields, rejected.value, draft.value)
    : {})
  const problem = computed(() => {
    if (failure.value?.kind === 'conflict') return undefined
    if (failure.value?.kind !== 'invalid') return failure.value
    const isCorrected = Object.keys(errors.value).length === 0 && !failure.value.detail
    return isCorrected ? undefined : { ...failure.value, fields: errors.value }
  })
  const conflict = computed(() => failure.value?.kind === 'conflict' ? failure.value.current : undefined)

  function setOutcome(outcome: SaveOutcome, sent: PostDraft): void {
    failure.value = outcome.kind === 'saved' ? undefined : outcome
    rejected.value = sent
  }

  function clear(): void {
    failure.value = undefined
  }

  return { errors, problem, conflict, setOutcome, clear }
}
