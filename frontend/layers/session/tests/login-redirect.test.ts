import { expect, test } from 'vitest'
import { loginLocation, safeRedirectTarget } from '../app/utils/login-redirect'

test.each(['/posts', '/posts?page=2&page_size=5', '/posts/3#comments', '/a%2Fb', '/?q=https://example.com', '/loginx'])(
  'it accepts %s', (target) => {
    expect(safeRedirectTarget(target, '/login')).toBe(target)
  })

test.each([
  '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/\\/evil.example',
  'https://evil.example', 'https:evil.example', 'javascript:alert(1)', 'evil.example', 'posts',
  '/\t/evil.example', '/\n/evil.example', '\t//evil.example', ' //evil.example', '/\u0000/evil.example',
  '/.//evil.example', '/posts/..//evil.example', '/%2e//evil.example', '//evil.example/posts', '',
])('it refuses the other site %j', (target) => {
  expect(safeRedirectTarget(target, '/login')).toBe('/')
})

test.each(['/login', '/login/', '/LOGIN', '/login?redirect=/posts', '/login#top', '/%6cogin', '/posts/../login'])(
  'it refuses the log-in page %s', (target) => {
    expect(safeRedirectTarget(target, '/login')).toBe('/')
  })

test.each([undefined, null, ['/posts', '/about'], {}, 3])('it refuses %j', (target) => {
  expect(safeRedirectTarget(target, '/login')).toBe('/')
})

test('the log-in page gets the redirect', () => {
  expect(loginLocation('/posts?page=2', '/login')).toEqual({ path: '/login', query: { redirect: '/posts?page=2' } })
})

test('the log-in page gets the reason', () => {
  expect(loginLocation('/posts', '/login', { ended: true })).toEqual({ path: '/login', query: { redirect: '/posts', reason: 'session-ended' } })
  expect(loginLocation('/', '/login', { ended: true })).toEqual({ path: '/login', query: { reason: 'session-ended' } })
  expect(loginLocation('/', '/login', { ended: false })).toEqual({ path: '/login', query: {} })
})

test('the home page needs no redirect', () => {
  expect(loginLocation('/', '/login')).toEqual({ path: '/login', query: {} })
})

test('the log-in page is a setting', () => {
  expect(safeRedirectTarget('/Welcome', '/Welcome')).toBe('/')
  expect(['/welcome', '/welcome/', '/welcome//'].map(target => safeRedirectTarget(target, '/welcome/'))).toEqual(['/', '/', '/'])
  expect(safeRedirectTarget('/login', '/welcome')).toBe('/login')
  expect(loginLocation('/posts', '/welcome')).toEqual({ path: '/welcome', query: { redirect: '/posts' } })
})
