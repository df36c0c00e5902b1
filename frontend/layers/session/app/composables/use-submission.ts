import { readProblem, type ApiProblem } from '../api/api-problem'

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

  return { busy, problem, submit }
}
