import { SESSION_ENDED } from './ended-session'
import { createDjangoPaths } from '../../shared/utils/django-paths'

/** Stands for this site while a path is resolved; no real page can be there. */
const HERE = 'http://redirect.invalid'

/** Any character a browser would treat as a slash or drop while it reads an address. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const MISLEADING = /[\\\u0000-\u001F\u007F]/

/**
 * Where to go after log-in: the wanted page when it is one of this site, else home.
 *
 * Refused are other sites in every spelling (scheme, `//host`, backslashes, control characters
 * that browsers drop) and the log-in page itself, which would lead in a circle.
 *
 * @param wanted the `redirect` query parameter, as it came from the address bar
 * @param loginPage the path of the log-in page
 */
export function safeRedirectTarget(wanted: unknown, loginPage: string): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || MISLEADING.test(wanted)) return '/'
  if (!URL.canParse(wanted, HERE)) return '/'
  const url = new URL(wanted, HERE)
  // Dot segments may uncover a second slash ("/.//host"), so the result is looked at, not the input.
  if (url.origin !== HERE || url.pathname.startsWith('//')) return '/'
  if (comparable(decodedPath(url)) === comparable(loginPage)) return '/'
  return url.pathname + url.search + url.hash
}

/**
 * The log-in page's address that leads back to `path` afterwards.
 *
 * @param path the page that was asked for
 * @param loginPage the path of the log-in page
 * @param session.ended whether the visitor's session is over, which the log-in page then says
 */
export function loginLocation(path: string, loginPage: string, { ended = false } = {}) {
  const redirect = safeRedirectTarget(path, loginPage)
  const query: { redirect?: string, reason?: string } = {
    ...(redirect !== '/' && { redirect }),
    ...(ended && { reason: SESSION_ENDED }),
  }
  return { path: loginPage, query }
}

/** A path as the router compares it: neither case nor a slash at its end matters. */
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

/**
 * Leads a logged-in person to where they wanted to go.
 *
 * @param wanted the `redirect` query parameter, as it came from the address bar
 * @param loginPage the path of the log-in page
 */
export function redirectAfterLogin(wanted: unknown, loginPage?: string) {
  const { session: settings } = useRuntimeConfig().public
  const target = safeRedirectTarget(wanted, loginPage ?? settings.loginPage)
  return navigateTo(target, { external: createDjangoPaths(settings).isDjango(target) })
}
