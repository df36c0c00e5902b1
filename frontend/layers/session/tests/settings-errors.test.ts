import { expect, test } from 'vitest'
import { findBaseUrlErrors, findSettingsErrors } from '../server/utils/settings-errors'
import { SETTINGS } from './settings'

test.each([
  {},
  { cookiePrefix: '__Host-' },
  { cookiePrefix: '__Secure-', sessionCookie: 'sid', csrfCookie: 'XSRF-TOKEN' },
  { accountPath: '/auth/me', apiPaths: '/auth/**, /v1/**', djangoPaths: '' },
])('it accepts %j', (changed) => {
  expect(findSettingsErrors({ ...SETTINGS, ...changed })).toEqual([])
})

test.each([
  [{ cookiePrefix: '__host-' }, 'COOKIE_PREFIX is "__host-"'],
  [{ sessionCookie: '' }, 'SESSION_COOKIE is ""'],
  [{ csrfCookie: 'a;b' }, 'CSRF_COOKIE is "a;b"'],
  [{ csrfPath: 'api/csrf/' }, 'CSRF_PATH is "api/csrf/"'],
  [{ loginPath: '//evil.example/' }, 'LOGIN_PATH is "//evil.example/"'],
  [{ logoutPath: '/logout?all' }, 'LOGOUT_PATH is "/logout?all"'],
  [{ accountPath: 'https://api.example.com/me/' }, 'ACCOUNT_PATH is "https://api.example.com/me/"'],
  [{ loginPage: 'login' }, 'LOGIN_PAGE is "login"'],
  [{ loginPage: '/api/login/' }, 'LOGIN_PAGE is "/api/login/"'],
  [{ apiPaths: '/api/**/posts' }, 'API_PATHS is "/api/**/posts"'],
  [{ djangoPaths: '/admin/**,static' }, 'DJANGO_PATHS is "static"'],
  [{ djangoPaths: '/**' }, 'DJANGO_PATHS is "/**"'],
])('it refuses %j', (changed, words) => {
  expect(findSettingsErrors({ ...SETTINGS, ...changed })).toEqual([expect.stringContaining(`NUXT_PUBLIC_SESSION_${words}: it must be`)])
})

test.each(['', 'https://api.example.com', 'https://api.example.com/', 'http://localhost:8000'])(
  'it accepts the browsers’ URL "%s"', (browser) => {
    expect(findBaseUrlErrors({ server: 'http://127.0.0.1:8000', browser })).toEqual([])
  })

test.each(['', '/api', 'api.example.com', 'ftp://example.com', 'http://127.0.0.1:8000/api', 'http://user:pass@example.com'])(
  'it refuses the server’s URL "%s"', (server) => {
    expect(findBaseUrlErrors({ server, browser: '' })).toEqual([expect.stringContaining(`NUXT_SESSION_API_URL is "${server}"`)])
  })

test.each(['/api', 'api.example.com', 'javascript:alert(1)', 'https://api.example.com/v1'])(
  'it refuses the browsers’ URL "%s"', (browser) => {
    expect(findBaseUrlErrors({ server: 'http://127.0.0.1:8000', browser }))
      .toEqual([expect.stringContaining(`NUXT_PUBLIC_SESSION_API_URL is "${browser}"`)])
  })
