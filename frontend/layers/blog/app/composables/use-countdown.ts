import { onBeforeUnmount, ref } from 'vue'

/** Counts whole seconds down to zero, from whatever `start` is given. */
export function useCountdown() {
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined

  function stop(): void {
    clearInterval(timer)
  }

  function start(seconds: number): void {
    stop()
    // By the clock: a tab in the background ticks seldom.
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
