import { parseCookie } from 'cookie-es'
import { resolveApiUrl } from './resolve-api-url'
import type { Transport } from './transport'

/** How long one answer may take, in milliseconds: longer than the servers give themselves. */
const PATIENCE = 65_000

/**
 * Calls from a browser, which keeps and sends the cookies by itself.
 *
 * @param apiUrl the API's origin; empty for the page's own
 * @param csrfCookie the name of the API's CSRF cookie
 */
export function createBrowserTransport(apiUrl: string, csrfCookie: string): Transport {
  const baseUrl = apiUrl || window.location.origin
  const readTokens = () => [parseCookie(document.cookie, { allowMultiple: true })[csrfCookie] ?? []].flat()
  return {
    baseUrl,
    send: async (url, init) => fetch(resolveApiUrl(url, baseUrl), {
      ...init, credentials: 'include', signal: init?.signal ?? AbortSignal.timeout(PATIENCE),
    }),
    readCsrfToken: () => {
      const [token, ...others] = readTokens()
      return others.length > 0 ? undefined : token
    },
    // No script can see the session cookie, but each log-in sets the CSRF cookie too, and that one lives longer.
    mayHaveSession: () => readTokens().length > 0,
    sendsSession: () => false,
  }
}
