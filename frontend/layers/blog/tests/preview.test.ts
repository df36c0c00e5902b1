import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick, onBeforeUnmount, ref, watch } from 'vue'
import { mounted } from '../../session/tests/mounted'
import { usePreview } from '../app/posts/use-preview'

const asked: string[] = []
let answer: (html: string) => void

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  const $api = (_: string, { body }: { body: { body: string } }) => {
    asked.push(body.body)
    return new Promise((resolve) => {
      answer = html => resolve({ body_html: html })
    })
  }
  for (const [name, value] of Object.entries({ ref, watch, onBeforeUnmount })) vi.stubGlobal(name, value)
  vi.stubGlobal('useNuxtApp', () => ({ $api }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the next preview is asked for when the last one is there, and is of the latest text', async () => {
  const body = ref('a')
  const { result } = mounted(() => usePreview(() => body.value))
  void result.render()
  for (const text of ['ab', 'abc']) {
    body.value = text
    await nextTick()
    await vi.advanceTimersByTimeAsync(500)
  }
  expect(asked).toEqual(['a'])

  answer('first')
  await vi.advanceTimersByTimeAsync(0)
  expect(result.html.value).toBe('first')
  expect(asked).toEqual(['a', 'abc'])

  answer('second')
  await vi.advanceTimersByTimeAsync(0)
  expect(result.html.value).toBe('second')
  expect(asked).toEqual(['a', 'abc'])
})

test('nothing more is asked for when the editor has been left', async () => {
  const body = ref('a')
  const { result, unmount } = mounted(() => usePreview(() => body.value))
  void result.render()
  void result.render()
  unmount()
  answer('first')
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual(['a'])
})
