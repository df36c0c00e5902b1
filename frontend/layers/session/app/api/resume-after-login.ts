import { isSafe } from './methods'
import { refusalCode } from './refusal-code'
import type { SendOptions, Transport } from './transport'

/** Refusals that a log-in mends: nobody is logged in any more, or somebody else is. */
export type Interruption = 'not_authenticated' | 'other_account'

/**
 * Sends a request that came too late for its session once more, as soon as the same person has logged in again.
 *
 * The API refuses such a request before anything is done, so sending it a second time is safe. There is no third.
 *
 * @param send sends the request
 * @param logInAgain waits for the person; false when they would rather not, or cannot
 * @param isAboutSession tells requests that are about who one is
 */
export function resumeAfterLogin(
  send: Transport['send'],
  logInAgain: (why: Interruption) => Promise<boolean>,
  isAboutSession: (url: string) => boolean,
): (url: string, init?: SendOptions) => Promise<Response> {
  return async (url, { interrupt = true, ...init } = {}) => {
    const response = await send(url, init)
    if (!interrupt || isSafe(init.method) || isAboutSession(url)) return response
    const why = await refusalCode(response)
    if (why !== 'not_authenticated' && why !== 'other_account') return response
    return await logInAgain(why) ? send(url, init) : response
  }
}
