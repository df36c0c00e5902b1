import type { SessionSettings } from '../../shared/utils/session-settings'
import { createDjangoPaths, splitPaths } from '../../shared/utils/django-paths'

/** Origins of the API. */
export interface BaseUrls {
  server: string
  browser: string
}

const PREFIXES = ['', '__Host-', '__Secure-']
/** A token (RFC 9110, section 5.6.2). */
const COOKIE_NAME = /^[\w!#$%&'*+.^`|~-]+$/
/** A path without a query (RFC 3986, section 3.3). */
const PATH = /^\/(?!\/)[\w/.~!$&'()+;=:@%-]*$/
/** A path that may end in `/**` and contain `*`. */
const PATTERN = /^\/(?!\/)[\w/.~!$&'()+;=:@%*-]+$/

/**
 * Validates the API's origins.
 *
 * @returns one message per error, with the name of the setting
 */
export function findBaseUrlErrors({ server, browser }: BaseUrls): string[] {
  const errors: string[] = []
  if (!isOrigin(server)) {
    errors.push(`NUXT_SESSION_API_URL is "${server}": it must be the API's origin as this server reaches it, such as http://127.0.0.1:8000.`)
  }
  if (browser !== '' && !isOrigin(browser)) {
    errors.push(`NUXT_PUBLIC_SESSION_API_URL is "${browser}": it must be empty (the page's own origin) or the API's origin as browsers reach it, such as https://api.example.com.`)
  }
  return errors
}

/**
 * Validates the names and paths of Django.
 *
 * @returns one message per error, with the name of the setting
 */
export function findSettingsErrors(settings: SessionSettings): string[] {
  const { cookiePrefix, sessionCookie, csrfCookie, csrfPath, loginPath, logoutPath, accountPath, loginPage } = settings
  const errors = [
    ...PREFIXES.includes(cookiePrefix) ? [] : [describe('COOKIE_PREFIX', cookiePrefix, '"__Host-", "__Secure-" or empty, as in Django\'s names of the cookies')],
    ...findMismatches(COOKIE_NAME, { SESSION_COOKIE: sessionCookie, CSRF_COOKIE: csrfCookie }, 'the name of a cookie, such as "sessionid"'),
    ...findMismatches(PATH, { CSRF_PATH: csrfPath, LOGIN_PATH: loginPath, LOGOUT_PATH: logoutPath, ACCOUNT_PATH: accountPath }, 'a path of the API, such as "/api/login/"'),
    ...findMismatches(PATH, { LOGIN_PAGE: loginPage }, 'the path of the application\'s log-in page, such as "/login"'),
    ...findPatternErrors('API_PATHS', settings.apiPaths),
    ...findPatternErrors('DJANGO_PATHS', settings.djangoPaths),
  ]
  if (errors.length === 0 && createDjangoPaths(settings).isDjango(loginPage)) {
    errors.push(describe('LOGIN_PAGE', loginPage, 'a page of the application, and API_PATHS or DJANGO_PATHS pass it on to Django'))
  }
  return errors
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return ['http:', 'https:'].includes(url.protocol) && url.origin === value.replace(/\/$/, '')
}

function findMismatches(pattern: RegExp, values: Record<string, string>, expected: string): string[] {
  return Object.entries(values).filter(([, value]) => !pattern.test(value)).map(([name, value]) => describe(name, value, expected))
}

function findPatternErrors(name: string, list: string): string[] {
  const invalid = splitPaths(list).filter(path => !PATTERN.test(path) || path === '/**' || path.slice(0, -3).includes('**'))
  return invalid.map(path => describe(name, path, 'paths separated by commas, such as "/api/**,/robots.txt,/sitemap-*.xml"'))
}

function describe(name: string, value: unknown, expected: string): string {
  return `NUXT_PUBLIC_SESSION_${name} is "${String(value)}": it must be ${expected}.`
}
