import { parseCookie } from 'cookie-es'
import { CSRF_COOKIE } from '../../shared/contract'
import { resolveApiUrl } from './resolve-api-url'
import type { Transport } from './transport'

/** How long one answer may take, in milliseconds: longer than the servers give themselves. */
const PATIENCE = 65_000

/**
 * Calls from a browser, which keeps and sends the cookies by itself.
 *
 * @param apiUrl the API's origin; empty for the page's own
 */
export function createBrowserTransport(apiUrl: string): Transport {
  const baseUrl = apiUrl || window.location.origin
  // Of cookies of one name (for this host and for its domain) Django takes the last one too.
  const readCookie = (name: string) => [parseCookie(document.cookie, { allowMultiple: true })[name]].flat().at(-1)
  return {
    baseUrl,
    send: async (url, init) => fetch(resolveApiUrl(url, baseUrl), {
      ...init, credentials: 'include', signal: init?.signal ?? AbortSignal.timeout(PATIENCE),
    }),
    readCookie,
    // No script can see the session cookie, but each log-in sets the CSRF cookie too, and that one lives longer.
    mayHaveSession: () => readCookie(CSRF_COOKIE) !== undefined,
  }
}
