import { expect, test } from 'vitest'
import { filterNames, listHeading, listTitle } from '../app/utils/post-list-labels'
import type { PostList } from '../app/utils/post'
import { aPost } from './a-post'

const found: PostList = {
  count: 1, count_is_capped: false, next: null, previous: null,
  results: [{ ...aPost({ author: { id: 7, name: 'Hannah' }, tags: [{ name: 'home lab', slug: 'home-lab' }] }), published_at: '2026-01-01T00:00:00Z', highlights: [] }],
}

test.each([
  [{}, 'Posts'],
  [{ search: 'key' }, 'Posts with “key”'],
  [{ tag: 'home-lab' }, 'Posts about home lab'],
  [{ author: 7 }, 'Posts by Hannah'],
  [{ tag: 'home-lab', author: 7, search: 'key' }, 'Posts about home lab by Hannah with “key”'],
])('a list with the filters %j is called “%s”', (filters, heading) => {
  const query = { page: 1, ...filters }
  expect(listHeading('Posts', query, found)).toBe(heading)
  expect(listTitle(heading, query)).toBe(heading)
  expect(listTitle(heading, { ...query, page: 2 })).toBe(`${heading}, page 2`)
})

test('filters that nothing fits have the names that the address gives them', () => {
  for (const list of [null, { ...found, count: 0, results: [] }]) {
    expect(filterNames({ page: 1, tag: 'home-lab', author: 7 }, list)).toEqual({ tag: 'home-lab', author: 'this author' })
  }
  expect(filterNames({ page: 1 }, found)).toEqual({})
})
