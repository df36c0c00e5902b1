import { expect, test } from 'vitest'
import { foundText } from '../app/utils/found-text'

const SEARCH = { page: 1, search: 'key' }

test.each([
  [1, false, SEARCH, '1 post'],
  [200, false, SEARCH, '200 posts'],
  [200, true, SEARCH, 'More than 200 posts match. These are the newest 200, best match first.'],
  [200, true, { ...SEARCH, ordering: '-published_at' as const }, 'More than 200 posts match. These are the newest 200.'],
  [200, true, { ...SEARCH, ordering: 'published_at' as const }, 'More than 200 posts match. These are the oldest 200.'],
  [10_000, true, { page: 1, author: 7 }, '10,000 or more posts'],
])('of %i posts (capped: %s) for %j it says “%4$s”', (count, isCapped, query, text) => {
  expect(foundText({ count, count_is_capped: isCapped, next: null, previous: null, results: [] }, query)).toBe(text)
})
