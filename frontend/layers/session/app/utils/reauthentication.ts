import { ACCOUNT_HEADER, isSafeMethod } from '../../shared/utils/http'
import { readErrorCode } from './api-problem'
import type { AccountId, SendOptions, Transport } from '../../shared/types/session'
import type { SessionSettings } from '../../shared/utils/session-settings'

/** Refusals that a log-in mends: nobody is logged in any more, or somebody else is. */
export type ReauthenticationReason = 'not_authenticated' | 'other_account'

/**
 * Sends a request that came too late for its session once more, as soon as the same person has logged in again.
 *
 * The API refuses such a request before anything is done, so sending it a second time is safe. There is no third.
 *
 * @param send sends the request
 * @param logInAgain waits for the person; false when they would rather not, or cannot
 * @param isLoginOrLogout tells requests that are about who one is
 */
export function retryAfterLogin(
  send: Transport['send'],
  logInAgain: (why: ReauthenticationReason) => Promise<boolean>,
  isLoginOrLogout: (url: string) => boolean,
): (url: string, init?: SendOptions) => Promise<Response> {
  return async (url, { reauthenticate = true, ...init } = {}) => {
    const response = await send(url, init)
    if (!reauthenticate || isSafeMethod(init.method) || isLoginOrLogout(url)) return response
    const why = await readErrorCode(response)
    if (why !== 'not_authenticated' && why !== 'other_account') return response
    return await logInAgain(why) ? send(url, init) : response
  }
}

/**
 * Names, in every unsafe request, the account that the page shows.
 *
 * All tabs share one session. When somebody else has logged in in another one, the API refuses what this
 * page sends, and nobody acts under a name they do not see.
 *
 * @param send sends the request
 * @param shownAccount the id of the account that the page shows; undefined when it shows nobody's
 * @param isLoginOrLogout tells requests that make sense in whatever name
 */
export function addAccountHeader(
  send: Transport['send'], shownAccount: () => AccountId | undefined, isLoginOrLogout: (url: string) => boolean,
): Transport['send'] {
  return async (url, init = {}) => {
    const id = shownAccount()
    if (id === undefined || isSafeMethod(init.method) || isLoginOrLogout(url)) return send(url, init)
    const headers = new Headers(init.headers)
    headers.set(ACCOUNT_HEADER, String(id))
    return send(url, { ...init, headers })
  }
}

/** Tells whether a request is about who one is, and not made by whoever one is. */
export function createIsLoginOrLogout({ loginPath, logoutPath }: Pick<SessionSettings, 'loginPath' | 'logoutPath'>) {
  return (url: string) => [loginPath, logoutPath].includes(new URL(url, 'http://path.invalid').pathname)
}
