import { expect, test } from 'vitest'
import type { PostList } from '../app/utils/post'
import { filterNames, listHeading, listTitle, resultSummary } from '../app/utils/post-list-labels'
import { aPost } from './factories'

const LIST: PostList = {
  count: 1, count_is_capped: false, next: null, previous: null,
  results: [{ ...aPost({ author: { id: 7, name: 'Hannah' }, tags: [{ name: 'home lab', slug: 'home-lab' }] }), published_at: '2026-01-01T00:00:00Z', highlights: [] }],
}
const SEARCH = { page: 1, search: 'key' }

test.each([
  [{}, 'Posts'],
  [{ search: 'key' }, 'Posts with “key”'],
  [{ tag: 'home-lab' }, 'Posts about home lab'],
  [{ author: 7 }, 'Posts by Hannah'],
  [{ tag: 'home-lab', author: 7, search: 'key' }, 'Posts about home lab by Hannah with “key”'],
])('the heading for %j is “%s”', (filters, heading) => {
  const query = { page: 1, ...filters }
  expect(listHeading('Posts', query, LIST)).toBe(heading)
  expect(listTitle(heading, query)).toBe(heading)
  expect(listTitle(heading, { ...query, page: 2 })).toBe(`${heading}, page 2`)
})

test('filters without matches have fallback names', () => {
  for (const list of [null, { ...LIST, count: 0, results: [] }]) {
    expect(filterNames({ page: 1, tag: 'home-lab', author: 7 }, list)).toEqual({ tag: 'home-lab', author: 'this author' })
  }
  expect(filterNames({ page: 1 }, LIST)).toEqual({})
})

test.each([
  [1, false, SEARCH, '1 post'],
  [200, false, SEARCH, '200 posts'],
  [200, true, SEARCH, 'More than 200 posts match. These are the newest 200, best match first.'],
  [200, true, { ...SEARCH, ordering: '-published_at' as const }, 'More than 200 posts match. These are the newest 200.'],
  [200, true, { ...SEARCH, ordering: 'published_at' as const }, 'More than 200 posts match. These are the oldest 200.'],
  [10_000, true, { page: 1, author: 7 }, '10,000 or more posts'],
])('the summary of %i posts (capped: %s) for %j is “%s”', (count, isCapped, query, text) => {
  expect(resultSummary({ count, count_is_capped: isCapped, next: null, previous: null, results: [] }, query)).toBe(text)
})
