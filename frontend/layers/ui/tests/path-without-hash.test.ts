import { describe, expect, it } from 'vitest'
import { pathWithoutHash } from '../app/utils/path-without-hash'

describe('pathWithoutHash', () => {
  it.each([
    ['/', '/'],
    ['/#main', '/'],
    ['/posts?page=2', '/posts?page=2'],
    ['/posts?page=2#main', '/posts?page=2'],
    ['/posts?search=%23tags#a#b', '/posts?search=%23tags'],
  ])('of %s is %s', (fullPath, address) => {
    expect(pathWithoutHash({ fullPath })).toBe(address)
  })
})
