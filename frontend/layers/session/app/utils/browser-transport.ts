import { parseCookie } from 'cookie-es'
import { resolveApiUrl } from '../../shared/utils/api-url'
import type { Transport } from '../../shared/types/session'
import { SETTINGS_PATH, type SessionSettings } from '../../shared/utils/session-settings'

/** How long one answer may take, in milliseconds: longer than the servers give themselves. */
const REQUEST_TIMEOUT = 65_000

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
      ...init, credentials: 'include', signal: init?.signal ?? AbortSignal.timeout(REQUEST_TIMEOUT),
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

/** How long a page waits to hear its server's settings before it goes by those of its build, in milliseconds. */
const SETTINGS_TIMEOUT = 5_000

/**
 * The settings that hold for this page in this browser.
 *
 * A prerendered page is a file: it knows the settings of its build, and the server that it comes from has
 * its own. Every other page was told by that server already.
 *
 * @param built the settings that the page came with
 * @param prerendered whether it was made at build time
 */
export async function readBrowserSettings(built: SessionSettings, prerendered: boolean): Promise<SessionSettings> {
  if (!prerendered) return built
  try {
    return await $fetch<SessionSettings>(SETTINGS_PATH, { timeout: SETTINGS_TIMEOUT, retry: 0 })
  }
  catch {
    // Where files alone are served, there is nobody who knows better.
    return built
  }
}
