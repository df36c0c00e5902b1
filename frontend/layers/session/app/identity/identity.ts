import { readProblem, type ApiProblem } from '../api/api-problem'
import type { Transport } from '../api/transport'
import type { Api, ApiAnswer } from '../api/typed-api'

/** The logged-in person's profile, as `GET /api/account/` answers it. */
export type Account = ApiAnswer<'/api/account/'>

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
 */
export async function readIdentity(api: Api, { mayHaveSession, sendsSession }: Transport): Promise<Identity> {
  if (!mayHaveSession()) return anonymous(false)
  // Before the answer, which may take the cookie away.
  const sent = sendsSession()
  try {
    const account: unknown = await api('/api/account/')
    return isAccount(account) ? { state: 'user', account } : { state: 'unknown', problem: readProblem(undefined) }
  }
  catch (error) {
    const problem = readProblem(error)
    return problem.code === 'not_authenticated' ? anonymous(sent) : { state: 'unknown', problem }
  }
}

/** Nobody is logged in, and whether somebody was. */
export function anonymous(ended: boolean): Identity {
  return ended ? { state: 'anonymous', ended } : { state: 'anonymous' }
}

/** Something between here and the API may answer 200 with a page of its own. */
function isAccount(answer: unknown): answer is Account {
  return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'number'
}

/** The id that tells one identity from another; null while nobody is known to be logged in. */
export function accountId(identity: Identity): number | null {
  return identity.state === 'user' ? identity.account.id : null
}
