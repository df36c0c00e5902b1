import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { usePostsStore } from '../app/stores/posts'

/** Calls of `$api` that the test answers when it wants. */
let calls: ((answer: unknown) => void)[] = []

beforeEach(() => {
  calls = []
  vi.stubGlobal('useNuxtApp', () => ({ $api: () => new Promise(resolve => calls.push(resolve)) }))
  setActivePinia(createPinia())
})

test('a page that arrives after a newer one was asked for is left aside', async () => {
  const posts = usePostsStore()
  const third = posts.fetchPage(3)
  const second = posts.fetchPage(2)

  calls[1]?.({ count: 2 })
  await second
  calls[0]?.({ count: 3 })
  await third

  expect(posts.list).toEqual({ count: 2 })
})

test('a post that arrives after another one was asked for is left aside', async () => {
  const posts = usePostsStore()
  const first = posts.fetchPost(35)
  const second = posts.fetchPost(34)

  calls[1]?.({ id: 34 })
  await second
  calls[0]?.({ id: 35 })
  await first

  expect(posts.post).toEqual({ id: 34 })
})
