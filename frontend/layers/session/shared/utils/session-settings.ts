/** `runtimeConfig.public.session`; documented in nuxt.config.ts. */
export interface SessionSettings {
  apiUrl: string
  cookiePrefix: string
  sessionCookie: string
  csrfCookie: string
  csrfPath: string
  loginPath: string
  logoutPath: string
  accountPath: string
  loginPage: string
  apiPaths: string
  djangoPaths: string
}

/** Endpoint of the Nuxt server that returns the settings to prerendered pages. */
export const SETTINGS_PATH = '/session-settings'

/** Full names of Django's cookies. */
export interface CookieNames {
  session: string
  csrf: string
}

/** Joins the prefix and the names in the settings. */
export function cookieNames({ cookiePrefix, sessionCookie, csrfCookie }: SessionSettings): CookieNames {
  return { session: cookiePrefix + sessionCookie, csrf: cookiePrefix + csrfCookie }
}
