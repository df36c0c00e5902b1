import { ACCOUNT_HEADER, LOGIN_PATH, LOGOUT_PATH } from '../../shared/contract'
import { isSafe } from './methods'
import type { Transport } from './transport'

/** Requests about who one is: they make sense in whatever name. */
const SESSION_PATHS = [LOGIN_PATH, LOGOUT_PATH]

/**
 * Names, in every unsafe request, the account that the page shows.
 *
 * All tabs share one session. When somebody else has logged in in another one, the API refuses what this
 * page sends, and nobody acts under a name they do not see.
 *
 * @param send sends the request
 * @param shownAccount the id of the account that the page shows; undefined when it shows nobody's
 */
export function nameAccount(send: Transport['send'], shownAccount: () => number | undefined): Transport['send'] {
  return async (url, init = {}) => {
    const id = shownAccount()
    if (id === undefined || isSafe(init.method) || isAboutSession(url)) return send(url, init)
    const headers = new Headers(init.headers)
    headers.set(ACCOUNT_HEADER, String(id))
    return send(url, { ...init, headers })
  }
}

/** Whether a request is about who one is, and not made by whoever one is. */
export function isAboutSession(url: string): boolean {
  return SESSION_PATHS.some(path => url.endsWith(path))
}
