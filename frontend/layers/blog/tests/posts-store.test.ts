import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { usePostsStore } from '../app/stores/posts'

const $api = vi.fn()

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('useNuxtApp', () => ({ $api }))
  setActivePinia(createPinia())
})

test('a prefetched page is not fetched again', async () => {
  $api.mockResolvedValue({ results: ['second page'] })
  const posts = usePostsStore()

  posts.prefetch('/api/posts/', { page: 2 })
  posts.prefetch('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/', { page: 2 })

  expect($api).toHaveBeenCalledTimes(1)
  expect(posts.list).toEqual({ results: ['second page'] })
})

test('a prefetched page is used once', async () => {
  $api.mockResolvedValue({ results: [] })
  const posts = usePostsStore()

  posts.prefetch('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/', { page: 2 })

  expect($api).toHaveBeenCalledTimes(2)
})

test('a prefetched page expires after 30 seconds', async () => {
  vi.useFakeTimers()
  $api.mockResolvedValueOnce({ results: ['old'] }).mockResolvedValueOnce({ results: ['new'] })
  const posts = usePostsStore()

  posts.prefetch('/api/posts/', { page: 2 })
  vi.advanceTimersByTime(30_000)
  await posts.fetchList('/api/posts/', { page: 2 })
  vi.useRealTimers()

  expect(posts.list).toEqual({ results: ['new'] })
})

test('another list is not taken for the prefetched one', async () => {
  $api.mockImplementation((_, { query }) => Promise.resolve({ results: [query.page] }))
  const posts = usePostsStore()

  posts.prefetch('/api/posts/', { page: 2 })
  await posts.fetchList('/api/posts/public/', { page: 2 })

  expect($api.mock.calls.map(([path]) => path)).toEqual(['/api/posts/', '/api/posts/public/'])
})

test('a failed prefetch is tried again', async () => {
  $api.mockRejectedValueOnce(new Error('no network')).mockResolvedValueOnce({ results: ['there after all'] })
  const posts = usePostsStore()

  posts.prefetch('/api/posts/', { page: 2 })
  await vi.waitFor(() => expect(posts.prefetched).toBeNull())
  await posts.fetchList('/api/posts/', { page: 2 })

  expect(posts.list).toEqual({ results: ['there after all'] })
})

/** The calls of `$api`, for the test to answer. */
function heldCalls() {
  const calls: ((answer: unknown) => void)[] = []
  $api.mockImplementation(() => new Promise(resolve => calls.push(resolve)))
  return calls
}

test('a late page is ignored', async () => {
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

test('a late post is ignored', async () => {
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
