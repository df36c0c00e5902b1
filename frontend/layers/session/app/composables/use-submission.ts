import { readProblem } from '../utils/api-problem'
import type { ApiProblem } from '../../shared/types/api'

/**
 * State of a form's submission: `busy`, and the API's `problem` with it.
 *
 * @param action sends the form; its error becomes `problem`
 */
export function useSubmission<Arguments extends unknown[]>(action: (...values: Arguments) => Promise<unknown>) {
  const busy = ref(false)
  const problem = ref<ApiProblem>()

  /** @returns whether it succeeded; false while another submission is pending */
  async function submit(...values: Arguments): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = undefined
    try {
      await action(...values)
      return true
    }
    catch (error) {
      problem.value = readProblem(error)
      return false
    }
    finally {
      busy.value = false
    }
  }

  /** Clears a field's error when its value changes. */
  function clearFieldError(field: string): void {
    if (!problem.value?.fields[field]) return
    const { [field]: _, ...fields } = problem.value.fields
    const isResolved = Object.keys(fields).length === 0 && !problem.value.detail
    problem.value = isResolved ? undefined : { ...problem.value, fields }
  }

  return { busy, problem, submit, clearFieldError }
}
