import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RequestTiming } from '../server/utils/request-timing'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const after = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

test('it measures the page and the API', async () => {
  const timing = new RequestTiming()
  const calls = Promise.all([timing.call(after(20)), timing.call(after(30))])
  await vi.advanceTimersByTimeAsync(40)
  await calls

  expect(timing.header).toBe('page;dur=40, api;dur=50')
  expect(timing.total).toBe(40)
})

test('it counts failed calls', async () => {
  const timing = new RequestTiming()
  const call = expect(timing.call(after(7).then(() => Promise.reject(new Error('away'))))).rejects.toThrow('away')
  await vi.advanceTimersByTimeAsync(7)
  await call

  expect(timing.header).toBe('page;dur=7, api;dur=7')
})
