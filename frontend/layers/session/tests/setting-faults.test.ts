import { expect, test } from 'vitest'
import { findSettingFaults } from '../shared/setting-faults'
import { SETTINGS } from './settings'

test.each([
  {},
  { cookiePrefix: '__Host-' },
  { cookiePrefix: '__Secure-', sessionCookie: 'sid', csrfCookie: 'XSRF-TOKEN' },
  { accountPath: '/auth/me', apiPaths: '/auth/**, /v1/**', djangoPaths: '' },
])('%j can be used', (changed) => {
  expect(findSettingFaults({ ...SETTINGS, ...changed })).toEqual([])
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
])('%j is named', (changed, words) => {
  expect(findSettingFaults({ ...SETTINGS, ...changed })).toEqual([expect.stringContaining(`NUXT_PUBLIC_SESSION_${words}: it must be`)])
})
