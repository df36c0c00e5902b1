import { readProblem, type ApiProblem } from '../api/api-problem'
import { explainAccountFailure, readAccount, type Account, type AccountPath } from '../api/session-endpoints'
import type { Transport } from '../api/transport'
import type { Api } from '../api/typed-api'

/**
 * Who the visitor is.
 *
 * Unknown is not anonymous: either nobody asked yet (a page kept for everyone settles it in the
 * browser), or the API did not say (`problem`), and then nobody may be treated as logged out.
 *
 * `ended` tells a visitor whose session is over from one who had none, as far as that is known.
 */
export type Identity
  = | { state: 'user', account: Account }
    | { state: 'anonymous', ended?: true }
    | { state: 'unknown', problem?: ApiProblem }

/**
 * Asks the API who the visitor is, unless the cookies already tell that it is nobody.
 *
 * Only the API's own word that nobody is logged in means anonymous.
 *
 * @param accountPath the endpoint that tells
 */
export async function readIdentity(api: Api, { mayHaveSession, sendsSession }: Transport, accountPath: string): Promise<Identity> {
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

/** What tells one account from another. */
export type AccountId = Account['id']

/** The id that tells one identity from another; null while nobody is known to be logged in. */
export function accountId(identity: Identity): AccountId | null {
  return identity.state === 'user' ? identity.account.id : null
}
