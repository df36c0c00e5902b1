import { readProblem } from './api-problem'
import type { Api } from '../../shared/types/api'
import { explainAccountFailure, readAccount } from './session-endpoints'
import type { AccountId, AccountPath, Identity, Transport } from '../../shared/types/session'

/**
 * Fetches the visitor's identity from the API, unless the cookies already rule out a session.
 *
 * @param accountPath endpoint that returns the account
 * @returns anonymous only if the API says `not_authenticated`, ended if it deletes the session's cookie; unknown after
 *   any other error
 */
export async function fetchIdentity(api: Api, { mayHaveSession, sendsSession }: Transport, accountPath: string): Promise<Identity> {
  if (!mayHaveSession()) return anonymous(false)
  // A cookie that stays belongs to a log-in that is not complete.
  const hadSession = sendsSession()
  const endpoint = `GET ${accountPath}`
  try {
    return { state: 'user', account: readAccount(await api(accountPath as AccountPath), endpoint) }
  }
  catch (error) {
    const problem = readProblem(explainAccountFailure(error, endpoint))
    return problem.code === 'not_authenticated' ? anonymous(hadSession && !sendsSession()) : { state: 'unknown', problem }
  }
}

/** @param ended whether the visitor had a session that ended */
export function anonymous(ended: boolean): Identity {
  return ended ? { state: 'anonymous', ended } : { state: 'anonymous' }
}

/** @returns null unless a user is logged in */
export function accountId(identity: Identity): AccountId | null {
  return identity.state === 'user' ? identity.account.id : null
}
