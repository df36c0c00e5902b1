import { ACCOUNT_HEADER, isSafeMethod } from '../../shared/utils/http'
import { readErrorCode } from './api-problem'
import type { AccountId, SendOptions, Transport } from '../../shared/types/session'
import type { SessionSettings } from '../../shared/utils/session-settings'

/** Error codes that a log-in can resolve: the session ended, or belongs to another account. */
export type ReauthenticationReason = 'not_authenticated' | 'other_account'

/**
 * Retries an unsafe request once, after its author has logged in again.
 *
 * The API refuses such a request before it changes anything, so the retry is safe.
 *
 * @param send sends the request
 * @param reauthenticate waits for the log-in; resolves to false if it is cancelled
 * @param isLoginOrLogout excludes the session's own endpoints
 */
export function retryAfterLogin(
  send: Transport['send'],
  reauthenticate: (reason: ReauthenticationReason) => Promise<boolean>,
  isLoginOrLogout: (url: string) => boolean,
): (url: string, init?: SendOptions) => Promise<Response> {
  return async (url, { reauthenticate: isWanted = true, ...init } = {}) => {
    const response = await send(url, init)
    if (!isWanted || isSafeMethod(init.method) || isLoginOrLogout(url)) return response
    const code = await readErrorCode(response)
    if (code !== 'not_authenticated' && code !== 'other_account') return response
    return await reauthenticate(code) ? send(url, init) : response
  }
}

/**
 * Adds the header `X-Account` to unsafe requests: the id of the account that the page shows.
 *
 * All tabs share one session. If another tab has logged in to another account, the API refuses the request.
 *
 * @param send sends the request
 * @param shownAccount id of the account on the page; undefined if there is none
 * @param isLoginOrLogout excludes the session's own endpoints
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

/** Creates a function that recognises the URLs of log-in and log-out. */
export function createIsLoginOrLogout({ loginPath, logoutPath }: Pick<SessionSettings, 'loginPath' | 'logoutPath'>) {
  return (url: string) => [loginPath, logoutPath].includes(new URL(url, 'http://path.invalid').pathname)
}
