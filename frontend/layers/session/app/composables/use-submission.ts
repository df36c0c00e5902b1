import { readProblem } from '../utils/api-problem'
import type { ApiProblem } from '../../shared/types/api'

/**
 * One form's sending: whether it is under way, and what the API said against it.
 *
 * @param action sends the form; what it throws becomes `problem`
 */
export function useSubmission<Arguments extends unknown[]>(action: (...values: Arguments) => Promise<unknown>) {
  const busy = ref(false)
  const problem = ref<ApiProblem>()

  /** @returns whether it went well; a second call while one is under way does nothing */
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

  /** The value of a field has been changed: what was wrong with it before is not said any more. */
  function clearFieldError(field: string): void {
    if (!problem.value?.fields[field]) return
    const { [field]: _, ...fields } = problem.value.fields
    const isMended = Object.keys(fields).length === 0 && !problem.value.detail
    problem.value = isMended ? undefined : { ...problem.value, fields }
  }

  return { busy, problem, submit, clearFieldError }
}
