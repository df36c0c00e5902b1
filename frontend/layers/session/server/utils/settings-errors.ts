import type { SessionSettings } from '../../shared/utils/session-settings'
import { createDjangoPaths, splitPaths } from '../../shared/utils/django-paths'

const PREFIXES = ['', '__Host-', '__Secure-']
/** A token (RFC 9110, section 5.6.2). */
const COOKIE_NAME = /^[\w!#$%&'*+.^`|~-]+$/
/** A path without a query, as it stands in a request line (RFC 3986, section 3.3). */
const PATH = /^\/(?!\/)[\w/.~!$&'()+;=:@%-]*$/
/** A path that may end in `/**` and hold `*`. */
const PATTERN = /^\/(?!\/)[\w/.~!$&'()+;=:@%*-]+$/

/**
 * What is wrong with what the layer was told of Django's names and paths, in words that say which setting to mend.
 *
 * @returns one sentence for each fault; empty when all can be used
 */
export function findSettingsErrors(settings: SessionSettings): string[] {
  const { cookiePrefix, sessionCookie, csrfCookie, csrfPath, loginPath, logoutPath, accountPath, loginPage } = settings
  const faults = [
    ...PREFIXES.includes(cookiePrefix) ? [] : [said('COOKIE_PREFIX', cookiePrefix, '"__Host-", "__Secure-" or empty, as in Django\'s names of the cookies')],
    ...unlike(COOKIE_NAME, { SESSION_COOKIE: sessionCookie, CSRF_COOKIE: csrfCookie }, 'the name of a cookie, such as "sessionid"'),
    ...unlike(PATH, { CSRF_PATH: csrfPath, LOGIN_PATH: loginPath, LOGOUT_PATH: logoutPath, ACCOUNT_PATH: accountPath }, 'a path of the API, such as "/api/login/"'),
    ...unlike(PATH, { LOGIN_PAGE: loginPage }, 'the path of the application\'s log-in page, such as "/login"'),
    ...findPatternErrors('API_PATHS', settings.apiPaths),
    ...findPatternErrors('DJANGO_PATHS', settings.djangoPaths),
  ]
  if (faults.length === 0 && createDjangoPaths(settings).isDjango(loginPage)) {
    faults.push(said('LOGIN_PAGE', loginPage, 'a page of the application, and API_PATHS or DJANGO_PATHS pass it on to Django'))
  }
  return faults
}

function unlike(shape: RegExp, values: Record<string, string>, wanted: string): string[] {
  return Object.entries(values).filter(([, value]) => !shape.test(value)).map(([name, value]) => said(name, value, wanted))
}

function findPatternErrors(name: string, list: string): string[] {
  const wrong = splitPaths(list).filter(path => !PATTERN.test(path) || path === '/**' || path.slice(0, -3).includes('**'))
  return wrong.map(path => said(name, path, 'paths separated by commas, such as "/api/**,/robots.txt,/sitemap-*.xml"'))
}

function said(name: string, value: unknown, wanted: string): string {
  return `NUXT_PUBLIC_SESSION_${name} is "${String(value)}": it must be ${wanted}.`
}

/** The API's base URLs: as the Nuxt server reaches it, and as browsers do. */
export interface BaseUrls {
  server: string
  browser: string
}

/**
 * What is wrong with the configured base URLs, in words that say which setting to mend.
 *
 * @returns one sentence for each fault; empty when both can be used
 */
export function findBaseUrlErrors({ server, browser }: BaseUrls): string[] {
  const faults: string[] = []
  if (!isOrigin(server)) {
    faults.push(`NUXT_SESSION_API_URL is "${server}": it must be the API's origin as this server reaches it, such as http://127.0.0.1:8000.`)
  }
  if (browser !== '' && !isOrigin(browser)) {
    faults.push(`NUXT_PUBLIC_SESSION_API_URL is "${browser}": it must be empty (the page's own origin) or the API's origin as browsers reach it, such as https://api.example.com.`)
  }
  return faults
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return ['http:', 'https:'].includes(url.protocol) && url.origin === value.replace(/\/$/, '')
}
