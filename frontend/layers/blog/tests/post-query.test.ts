import { expect, test } from 'vitest'
import { listKey, isFiltered, readPostQuery } from '../app/utils/post-query'

test('the query of the URL is read', () => {
  expect(readPostQuery({ page: '3', search: ' two words ', author: '7', tag: 'home-lab', ordering: 'published_at' }))
    .toEqual({ page: 3, search: 'two words', author: 7, tag: 'home-lab', ordering: 'published_at' })
})

test('empty and unknown parameters are ignored', () => {
  expect(readPostQuery({ search: ' ', tag: '', ordering: null, utm_source: 'mail' })).toEqual({ page: 1 })
})

test.each([{ page: 'x' }, { page: '' }, { page: '-1' }, { page: '0' }, { author: '0' }, { page: '1e3' }, { page: ['1', '2'] }, { author: 'alice' }, { author: null }])(
  '%j is rejected', (query) => {
    expect(readPostQuery(query)).toBeUndefined()
  })

test.each([[{}, false], [{ ordering: 'published_at' as const }, false], [{ search: 'key' }, true], [{ author: 1 }, true], [{ tag: 'x' }, true]])(
  '%j is filtered: %s', (query, expected) => {
    expect(isFiltered({ page: 1, ...query })).toBe(expected)
  })

test('each page of each list has its own key', () => {
  const pages = [{ page: 1 }, { page: 2 }, { page: 1, search: 'key' }, { page: 2, search: 'key' }]

  expect(new Set(pages.flatMap(query => [listKey('/api/posts/', query), listKey('/api/posts/public/', query)])).size).toBe(8)
})
