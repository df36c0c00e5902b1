import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ref } from 'vue'
import { mounted } from '#layers/session/tests/mounted'
import type { ApiProblem } from '#layers/session/shared/types/api'
import { useCountdown, useIsSlow, useRetryCountdown } from '../app/composables/timers'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('useCountdown', () => {
  test('counts seconds down to zero, and stops', () => {
    const { result: { left, start } } = mounted(useCountdown)
    expect(left.value).toBe(0)

    start(3)
    const seen = [left.value]
    for (let second = 0; second < 5; second++) {
      vi.advanceTimersByTime(1000)
      seen.push(left.value)
    }

    expect(seen).toEqual([3, 2, 1, 0, 0, 0])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is on time in a throttled background tab', () => {
    const { result: { left, start } } = mounted(useCountdown)
    start(60)

    vi.setSystemTime(Date.now() + 45_000)
    vi.advanceTimersByTime(1000)

    expect(left.value).toBe(14)
  })

  test('starts anew', () => {
    const { result: { left, start } } = mounted(useCountdown)
    start(60)
    vi.advanceTimersByTime(2000)

    start(10)
    vi.advanceTimersByTime(1000)

    expect(left.value).toBe(9)
    expect(vi.getTimerCount()).toBe(1)
  })

  test('stops when it is unmounted', () => {
    const { result: { start }, unmount } = mounted(useCountdown)
    start(60)

    unmount()

    expect(vi.getTimerCount()).toBe(0)
  })
})

test('useRetryCountdown waits after 429 only', async () => {
  const problem = ref<ApiProblem>()
  const { result: left } = mounted(() => useRetryCountdown(problem))
  const seen = []

  for (const [status, retryAfter] of [[429, 7], [429, undefined], [503, 7]] as const) {
    problem.value = { status, retryAfter, code: 'code', detail: '', fields: {} }
    await vi.advanceTimersByTimeAsync(0)
    seen.push(left.value)
  }

  expect(seen).toEqual([7, 60, 0])
})

describe('useIsSlow', () => {
  test('is true after eight seconds, until the end', () => {
    const busy = ref(false)
    const { result: slow } = mounted(() => useIsSlow(busy))

    busy.value = true
    vi.advanceTimersByTime(7_999)
    expect(slow.value).toBe(false)
    vi.advanceTimersByTime(1)
    expect(slow.value).toBe(true)
    busy.value = false
    expect(slow.value).toBe(false)
  })

  test('is false for two short requests', () => {
    const busy = ref(false)
    const { result: slow } = mounted(() => useIsSlow(busy))

    busy.value = true
    vi.advanceTimersByTime(7_000)
    busy.value = false
    busy.value = true
    vi.advanceTimersByTime(7_000)

    expect(slow.value).toBe(false)
  })

  test('stops when it is unmounted', () => {
    const busy = ref(false)
    const { unmount } = mounted(() => useIsSlow(busy))

    busy.value = true
    unmount()

    expect(vi.getTimerCount()).toBe(0)
  })
})
