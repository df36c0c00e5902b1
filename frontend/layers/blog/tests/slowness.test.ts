import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ref } from 'vue'
import { mounted } from '#layers/session/tests/mounted'
import { useSlowness } from '../app/composables/use-slowness'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what takes long is said to be slow until it is over', () => {
  const busy = ref(false)
  const { result: slow } = mounted(() => useSlowness(busy))

  busy.value = true
  vi.advanceTimersByTime(7_999)
  expect(slow.value).toBe(false)
  vi.advanceTimersByTime(1)
  expect(slow.value).toBe(true)
  busy.value = false
  expect(slow.value).toBe(false)
})

test('what is over in time never is', () => {
  const busy = ref(false)
  const { result: slow } = mounted(() => useSlowness(busy))

  busy.value = true
  vi.advanceTimersByTime(7_000)
  busy.value = false
  busy.value = true
  vi.advanceTimersByTime(7_000)

  expect(slow.value).toBe(false)
})

test('nobody waits for a page that has gone', () => {
  const busy = ref(false)
  const { unmount } = mounted(() => useSlowness(busy))

  busy.value = true
  unmount()

  expect(vi.getTimerCount()).toBe(0)
})
