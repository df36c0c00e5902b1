import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { usePostsStore } from '../app/stores/posts'

const $api = vi.fn()

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('useNuxtApp', () => ({ $api }))
  setActivePinia(createPinia())
})

test('a page that was fetched ahead is not fetched again when it is wanted', async () => {
  $api.mockResolvedValue({ results: ['second page'] })
  const posts = usePostsStore()

  posts.fetchAhead('/api/posts/', { page: 2 })
  posts.fetchAhead('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/', { page: 2 })

  expect($api).toHaveBeenCalledTimes(1)
  expect(posts.list).toEqual({ results: ['second page'] })
})

test('it is used once: later the page may have changed', async () => {
  $api.mockResolvedValue({ results: [] })
  const posts = usePostsStore()

  posts.fetchAhead('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/', { page: 2 })

  expect($api).toHaveBeenCalledTimes(2)
})

test('after half a minute it is old, and fetched again', async () => {
  vi.useFakeTimers()
  $api.mockResolvedValueOnce({ results: ['old'] }).mockResolvedValueOnce({ results: ['new'] })
  const posts = usePostsStore()

  posts.fetchAhead('/api/posts/', { page: 2 })
  vi.advanceTimersByTime(30_000)
  await posts.fetchList('/api/posts/', { page: 2 })
  vi.useRealTimers()

  expect(posts.list).toEqual({ results: ['new'] })
})

test('another page than the one fetched ahead is fetched', async () => {
  $api.mockImplementation((_, { query }) => Promise.resolve({ results: [query.page] }))
  const posts = usePostsStore()

  posts.fetchAhead('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/public/', { page: 2 })

  expect($api.mock.calls.map(([path]) => path)).toEqual(['/api/posts/', '/api/posts/public/'])
})

test('a page that could not be fetched ahead is fetched when it is wanted', async () => {
  $api.mockRejectedValueOnce(new Error('no network')).mockResolvedValueOnce({ results: ['there after all'] })
  const posts = usePostsStore()

  posts.fetchAhead('/api/posts/', { page: 2 })
  await vi.waitFor(() => expect(posts.ahead).toBeNull())
  await posts.fetchList('/api/posts/', { page: 2 })

  expect(posts.list).toEqual({ results: ['there after all'] })
})

/** Calls of `$api` that the test answers when it wants. */
function heldCalls() {
  const calls: ((answer: unknown) => void)[] = []
  $api.mockImplementation(() => new Promise(resolve => calls.push(resolve)))
  return calls
}

test('a page that arrives after a newer one was asked for is left aside', async () => {
  const calls = heldCalls()
  const posts = usePostsStore()
  const third = posts.fetchList('/api/posts/', { page: 3 })
  const second = posts.fetchList('/api/posts/', { page: 2 })

  calls[1]?.({ count: 2 })
  await second
  calls[0]?.({ count: 3 })
  await third

  expect(posts.list).toEqual({ count: 2 })
})

test('a post that arrives after another one was asked for is left aside', async () => {
  const calls = heldCalls()
  const posts = usePostsStore()
  const first = posts.fetchPost(35)
  const second = posts.fetchPost(34)

  calls[1]?.({ id: 34 })
  await second
  calls[0]?.({ id: 35 })
  await first

  expect(posts.post).toEqual({ id: 34 })
})
