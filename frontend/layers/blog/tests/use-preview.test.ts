import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick, onBeforeUnmount, ref, watch } from 'vue'
import { readProblem } from '#layers/session/app/utils/api-problem'
import { mounted } from '#layers/session/tests/mounted'
import { usePreview } from '../app/composables/use-preview'

const requested: string[] = []
let answer: (html: string) => void
let refuse: (code: string) => void

beforeEach(() => {
  vi.useFakeTimers()
  requested.length = 0
  const $api = (_: string, { body }: { body: { body: string } }) => {
    requested.push(body.body)
    return new Promise((resolve, reject) => {
      answer = html => resolve({ body_html: html })
      refuse = code => reject(tooManyRequests(code))
    })
  }
  for (const [name, value] of Object.entries({ ref, watch, onBeforeUnmount, readProblem })) vi.stubGlobal(name, value)
  vi.stubGlobal('useNuxtApp', () => ({ $api }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the next request follows the last, with the latest text', async () => {
  const body = ref('a')
  const { result } = mounted(() => usePreview(() => body.value))
  void result.render()
  for (const text of ['ab', 'abc']) {
    body.value = text
    await nextTick()
    await vi.advanceTimersByTimeAsync(500)
  }
  expect(requested).toEqual(['a'])

  answer('first')
  await vi.advanceTimersByTimeAsync(0)
  expect(result.html.value).toBe('first')
  expect(requested).toEqual(['a', 'abc'])

  answer('second')
  await vi.advanceTimersByTimeAsync(0)
  expect(result.html.value).toBe('second')
  expect(requested).toEqual(['a', 'abc'])
})

/** The error of `$api` for a 429 with a Retry-After of two seconds. */
function tooManyRequests(code: string) {
  const data = { type: 'client_error', errors: [{ code, detail: 'No.', attr: null }] }
  return Object.assign(new Error(code), { status: 429, data, response: { headers: new Headers({ 'Retry-After': '2' }) } })
}

test('a busy API is asked again after its Retry-After', async () => {
  const { result } = mounted(() => usePreview(() => 'a'))
  void result.render()
  refuse('busy')
  await vi.advanceTimersByTimeAsync(1_999)
  expect(requested).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(1)
  expect(requested).toEqual(['a', 'a'])
  expect(result.problem.value).toBeUndefined()

  answer('first')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(result.html.value).toBe('first')
  expect(requested).toEqual(['a', 'a'])
})

test('too many previews are a problem', async () => {
  const { result } = mounted(() => usePreview(() => 'a'))
  void result.render()
  refuse('throttled')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(result.problem.value).toMatchObject({ code: 'throttled', retryAfter: 2 })
  expect(requested).toEqual(['a'])
})

test('an unmounted editor requests no more', async () => {
  const body = ref('a')
  const { result, unmount } = mounted(() => usePreview(() => body.value))
  void result.render()
  void result.render()
  unmount()
  answer('first')
  await vi.advanceTimersByTimeAsync(0)
  expect(requested).toEqual(['a'])
})

test('an unmounted editor does not retry', async () => {
  const body = ref('a')
  const { result, unmount } = mounted(() => usePreview(() => body.value))
  void result.render()
  body.value = 'ab'
  await nextTick()
  refuse('busy')
  await vi.advanceTimersByTimeAsync(0)
  unmount()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(requested).toEqual(['a'])
})
