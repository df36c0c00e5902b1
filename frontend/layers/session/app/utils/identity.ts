import { readProblem } from './api-problem'
import type { Api } from '../../shared/types/api'
import { explainAccountFailure, readAccount } from './session-endpoints'
import type { AccountId, AccountPath, Identity, Transport } from '../../shared/types/session'

/**
 * Asks the API who the visitor is, unless the cookies already tell that it is nobody.
 *
 * Only the API's own word that nobody is logged in means anonymous.
 *
 * @param accountPath the endpoint that tells
 */
export async function fetchIdentity(api: Api, { mayHaveSession, sendsSession }: Transport, accountPath: string): Promise<Identity> {
  if (!mayHaveSession()) return anonymous(false)
  // Before the answer, which may take the cookie away.
  const sent = sendsSession()
  const asked = `GET ${accountPath}`
  try {
    return { state: 'user', account: readAccount(await api(accountPath as AccountPath), asked) }
  }
  catch (error) {
    const problem = readProblem(explainAccountFailure(error, asked))
    return problem.code === 'not_authenticated' ? anonymous(sent) : { state: 'unknown', problem }
  }
}

/** Nobody is logged in, and whether somebody was. */
export function anonymous(ended: boolean): Identity {
  return ended ? { state: 'anonymous', ended } : { state: 'anonymous' }
}

/** The id that tells one identity from another; null while nobody is known to be logged in. */
export function accountId(identity: Identity): AccountId | null {
  return identity.state === 'user' ? identity.account.id : null
}
