import { SESSION_ENDED } from './ended-session'

/** Base for parsing paths; `.invalid` never resolves (RFC 6761). */
const BASE = 'http://redirect.invalid'

/** Backslashes and control characters, which browsers read as slashes or drop. */
// eslint-disable-next-line no-control-regex -- it matches control characters
const MISLEADING = /[\\\u0000-\u001F\u007F]/

/**
 * Returns the page to open after log-in: the requested one if it is on this site, else `/`.
 *
 * Refuses other sites in every spelling (scheme, `//host`, backslashes, control characters) and the log-in
 * page itself.
 *
 * @param requested `redirect` query parameter, untrusted
 * @param loginPage path of the log-in page
 */
export function safeRedirectTarget(requested: unknown, loginPage: string): string {
  if (typeof requested !== 'string' || !requested.startsWith('/') || MISLEADING.test(requested)) return '/'
  if (!URL.canParse(requested, BASE)) return '/'
  const url = new URL(requested, BASE)
  // Resolved dot segments may reveal a second slash ("/.//host").
  if (url.origin !== BASE || url.pathname.startsWith('//')) return '/'
  if (comparable(decodedPath(url)) === comparable(loginPage)) return '/'
  return url.pathname + url.search + url.hash
}

/**
 * Location of the log-in page that returns to `path` after log-in.
 *
 * @param session.ended whether the visitor's session ended; the log-in page says so
 */
export function loginLocation(path: string, loginPage: string, { ended = false } = {}) {
  const redirect = safeRedirectTarget(path, loginPage)
  const query: { redirect?: string, reason?: string } = {
    ...(redirect !== '/' && { redirect }),
    ...(ended && { reason: SESSION_ENDED }),
  }
  return { path: loginPage, query }
}

/** The router ignores case and trailing slashes. */
function comparable(path: string): string {
  return path.replace(/\/+$/, '').toLowerCase()
}

function decodedPath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname)
  }
  catch {
    return pathname
  }
}
