import { expect, test } from 'vitest'
import { cookieNames } from '../shared/contract'
import { findCookieFaults } from '../shared/setting-faults'

const NAMES = { cookiePrefix: '__Host-', sessionCookie: 'sessionid', csrfCookie: 'csrftoken' }

test('both names begin with the prefix', () => {
  expect(cookieNames(NAMES)).toEqual({ session: '__Host-sessionid', csrf: '__Host-csrftoken' })
})

test.each(['', '__Host-', '__Secure-'])('the prefix "%s" can be used', (cookiePrefix) => {
  expect(findCookieFaults({ ...NAMES, cookiePrefix })).toEqual([])
})

test('what cannot be used is named', () => {
  expect(findCookieFaults({ cookiePrefix: '__host-', sessionCookie: '', csrfCookie: 'a;b' })).toEqual([
    expect.stringContaining('NUXT_PUBLIC_SESSION_COOKIE_PREFIX is "__host-"'),
    expect.stringContaining('NUXT_PUBLIC_SESSION_SESSION_COOKIE is ""'),
    expect.stringContaining('NUXT_PUBLIC_SESSION_CSRF_COOKIE is "a;b"'),
  ])
})
