import { expect, test } from 'vitest'
import { addressOf, isFiltered, readPostQuery } from '../app/utils/post-query'

test('what the address bar asks for is what the API is asked for', () => {
  expect(readPostQuery({ page: '3', search: ' two words ', author: '7', tag: 'home-lab', ordering: 'published_at' }))
    .toEqual({ page: 3, search: 'two words', author: 7, tag: 'home-lab', ordering: 'published_at' })
})

test('what is empty or missing is not asked for, and the page is the first', () => {
  expect(readPostQuery({ search: ' ', tag: '', ordering: null, utm_source: 'mail' })).toEqual({ page: 1 })
})

test.each([{ page: 'x' }, { page: '' }, { page: '-1' }, { page: '0' }, { author: '0' }, { page: '1e3' }, { page: ['1', '2'] }, { author: 'alice' }, { author: null }])(
  '%j is no page of a list', (query) => {
    expect(readPostQuery(query)).toBeUndefined()
  })

test.each([[{}, false], [{ ordering: 'published_at' as const }, false], [{ search: 'key' }, true], [{ author: 1 }, true], [{ tag: 'x' }, true]])(
  '%j is a choice of posts: %s', (query, expected) => {
    expect(isFiltered({ page: 1, ...query })).toBe(expected)
  })

test('each page of each list has an address of its own', () => {
  const pages = [{ page: 1 }, { page: 2 }, { page: 1, search: 'key' }, { page: 2, search: 'key' }]

  expect(new Set(pages.flatMap(query => [addressOf('/api/posts/', query), addressOf('/api/posts/public/', query)])).size).toBe(8)
})
