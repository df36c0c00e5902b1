import { ACCOUNT_HEADER, type SessionSettings } from '../../shared/contract'
import type { AccountId } from '../identity/identity'
import { isSafe } from './methods'
import type { Transport } from './transport'

/**
 * Names, in every unsafe request, the account that the page shows.
 *
 * All tabs share one session. When somebody else has logged in in another one, the API refuses what this
 * page sends, and nobody acts under a name they do not see.
 *
 * @param send sends the request
 * @param shownAccount the id of the account that the page shows; undefined when it shows nobody's
 * @param isAboutSession tells requests that make sense in whatever name
 */
export function nameAccount(
  send: Transport['send'], shownAccount: () => AccountId | undefined, isAboutSession: (url: string) => boolean,
): Transport['send'] {
  return async (url, init = {}) => {
    const id = shownAccount()
    if (id === undefined || isSafe(init.method) || isAboutSession(url)) return send(url, init)
    const headers = new Headers(init.headers)
    headers.set(ACCOUNT_HEADER, String(id))
    return send(url, { ...init, headers })
  }
}

/** Tells whether a request is about who one is, and not made by whoever one is. */
export function createIsAboutSession({ loginPath, logoutPath }: Pick<SessionSettings, 'loginPath' | 'logoutPath'>) {
  return (url: string) => [loginPath, logoutPath].includes(new URL(url, 'http://path.invalid').pathname)
}
