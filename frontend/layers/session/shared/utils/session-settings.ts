/** What the session layer, the API and the application agree on: `runtimeConfig.public.session`, see nuxt.config.ts. */
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

/** Where the Nuxt server tells a prerendered page what it could not know; in server/routes. */
export const SETTINGS_PATH = '/session-settings'

/** The names of the two cookies, as Django sets them. */
export interface CookieNames {
  session: string
  csrf: string
}

export function cookieNames({ cookiePrefix, sessionCookie, csrfCookie }: SessionSettings): CookieNames {
  return { session: cookiePrefix + sessionCookie, csrf: cookiePrefix + csrfCookie }
}
