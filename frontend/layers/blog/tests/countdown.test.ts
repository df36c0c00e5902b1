import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mounted } from '#layers/session/tests/mounted'
import { useCountdown } from '../app/composables/use-countdown'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('seconds are counted down to zero, and no further', () => {
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

test('it goes by the clock: a tab in the background, which ticks seldom, is not late', () => {
  const { result: { left, start } } = mounted(useCountdown)
  start(60)

  vi.setSystemTime(Date.now() + 45_000)
  vi.advanceTimersByTime(1000)

  expect(left.value).toBe(14)
})

test('a new beginning takes the place of the former one', () => {
  const { result: { left, start } } = mounted(useCountdown)
  start(60)
  vi.advanceTimersByTime(2000)

  start(10)
  vi.advanceTimersByTime(1000)

  expect(left.value).toBe(9)
  expect(vi.getTimerCount()).toBe(1)
})

test('nothing is counted for a page that has gone', () => {
  const { result: { start }, unmount } = mounted(useCountdown)
  start(60)

  unmount()

  expect(vi.getTimerCount()).toBe(0)
})
