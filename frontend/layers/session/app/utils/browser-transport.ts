import { parseCookie } from 'cookie-es'
import { resolveApiUrl } from '../../shared/utils/api-url'
import type { Transport } from '../../shared/types/session'
import { SETTINGS_PATH, type SessionSettings } from '../../shared/utils/session-settings'

/** In milliseconds; longer than the servers' own timeouts. */
const REQUEST_TIMEOUT = 65_000
const SETTINGS_TIMEOUT = 5_000

/**
 * Sends requests from a browser, which handles cookies itself.
 *
 * @param apiUrl origin of the API; empty for the page's own
 * @param csrfCookie name of the CSRF cookie
 */
export function createBrowserTransport(apiUrl: string, csrfCookie: string): Transport {
  const baseUrl = apiUrl || window.location.origin
  const readTokens = () => [parseCookie(document.cookie, { allowMultiple: true })[csrfCookie] ?? []].flat()
  return {
    baseUrl,
    send: async (url, init) => fetch(resolveApiUrl(url, baseUrl), {
      ...init, credentials: 'include', signal: init?.signal ?? AbortSignal.timeout(REQUEST_TIMEOUT),
    }),
    readCsrfToken: () => {
      const [token, ...others] = readTokens()
      return others.length > 0 ? undefined : token
    },
    // The session cookie is HttpOnly. The CSRF cookie comes with every log-in and outlives it.
    mayHaveSession: () => readTokens().length > 0,
    sendsSession: () => false,
  }
}

/**
 * The public settings for this page. A prerendered page has those of its build, so it fetches its server's.
 *
 * @param built settings in the page's payload
 * @param prerendered whether the page was rendered at build time
 */
export async function readBrowserSettings(built: SessionSettings, prerendered: boolean): Promise<SessionSettings> {
  if (!prerendered) return built
  try {
    return await $fetch<SessionSettings>(SETTINGS_PATH, { timeout: SETTINGS_TIMEOUT, retry: 0 })
  }
  catch {
    // A static file server has no such endpoint.
    return built
  }
}
