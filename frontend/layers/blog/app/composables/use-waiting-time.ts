import { watch, type Ref } from 'vue'
import type { ApiProblem } from '#layers/session/shared/types/api'
import { useCountdown } from './use-countdown'

/**
 * For how long the API takes no more requests (429), counted down.
 *
 * @param problem what the API said to the last one
 * @returns whole seconds; 0 when one may try again
 */
export function useWaitingTime(problem: Ref<ApiProblem | undefined>): Ref<number> {
  const { left, start } = useCountdown()
  watch(problem, () => start(problem.value?.status === 429 ? problem.value.retryAfter ?? 60 : 0))
  return left
}
