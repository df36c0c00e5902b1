import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { ApiProblem } from '#layers/session/shared/types/api'

/** How long a request may take before it counts as slow, in milliseconds. */
const SLOW_AFTER = 8_000

/**
 * Counts down to zero.
 *
 * @returns `left`, in whole seconds, and `start(seconds)`
 */
export function useCountdown() {
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined

  function stop(): void {
    clearInterval(timer)
  }

  function start(seconds: number): void {
    stop()
    // By the clock, because browsers throttle timers in background tabs.
    const end = Date.now() + seconds * 1000
    left.value = seconds
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      if (left.value === 0) stop()
    }, 1000)
  }

  onBeforeUnmount(stop)
  return { left, start }
}

/**
 * Counts down until a throttled request (429) may be sent again.
 *
 * @param problem the error of the last request
 * @returns whole seconds; 0 if a request may be sent
 */
export function useRetryCountdown(problem: Readonly<Ref<ApiProblem | undefined>>): Readonly<Ref<number>> {
  const { left, start } = useCountdown()
  watch(problem, () => start(problem.value?.status === 429 ? problem.value.retryAfter ?? 60 : 0))
  return left
}

/** Whether a request has been pending for longer than `SLOW_AFTER`. */
export function useIsSlow(busy: Readonly<Ref<boolean>>): Readonly<Ref<boolean>> {
  const slow = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(busy, (isBusy) => {
    clearTimeout(timer)
    slow.value = false
    if (isBusy) timer = setTimeout(() => slow.value = true, SLOW_AFTER)
  }, { flush: 'sync' })
  onBeforeUnmount(() => clearTimeout(timer))
  return slow
}
