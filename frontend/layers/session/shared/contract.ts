/** What the session layer and the API agree on, as far as it is a setting: `runtimeConfig.public.session`. */
export interface SessionSettings {
  apiUrl: string
  cookiePrefix: string
  sessionCookie: string
  csrfCookie: string
}

/** The names of the two cookies, as Django sets them. */
export interface CookieNames {
  session: string
  csrf: string
}

export function cookieNames({ cookiePrefix, sessionCookie, csrfCookie }: Omit<SessionSettings, 'apiUrl'>): CookieNames {
  return { session: cookiePrefix + sessionCookie, csrf: cookiePrefix + csrfCookie }
}

export const CSRF_HEADER = 'X-CSRFToken'
/** Names the account a page shows; the API refuses when the session is somebody else's. */
export const ACCOUNT_HEADER = 'X-Account'

export const CSRF_PATH = '/api/login-set-cookie/'
export const LOGIN_PATH = '/api/login/'
export const LOGOUT_PATH = '/api/logout/'

/** Where the Nuxt server tells a prerendered page what it could not know; in server/routes. */
export const SETTINGS_PATH = '/session-settings'

/** What Django answers itself: the API, its admin, the admin's static files, and what robots and feed readers ask for. */
const DJANGO_PATH = /^\/(?:(?:api|admin|static)(?:\/|\?|$)|(?:robots\.txt|sitemap(?:-\w+)?\.xml|feed\.atom)(?:\?|$))/

/** Whether an address on this site is the API's, which always answers in one shape. */
export function isApiPath(path: string): boolean {
  return /^\/api(?:\/|\?|$)/.test(path)
}

/** Whether an address on this site is Django's and not a page of the application. */
export function isDjangoPath(path: string): boolean {
  return DJANGO_PATH.test(path)
}
