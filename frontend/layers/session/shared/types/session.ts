import type { paths } from '#api-schema'
import type { ApiAnswer, ApiOptions, ApiProblem } from './api'

declare global {
  /**
   * Where the API's schema has the endpoints of the session, if not where Latchkey's has them. An application declares
   * them once, as it sets them: `interface SessionEndpoints { account: '/auth/me/', login: '/auth/login/' }`.
   */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- for applications to extend
  interface SessionEndpoints {}
}

type PathOf<Name extends string, Usual> = SessionEndpoints extends Record<Name, infer Path> ? Path : Usual

export type AccountPath = PathOf<'account', '/api/account/'> & keyof paths
export type LoginPath = PathOf<'login', '/api/login/'> & keyof paths
export type LogoutPath = PathOf<'logout', '/api/logout/'> & keyof paths

/** The logged-in person's profile, as the API answers it. */
export type Account = ApiAnswer<AccountPath>
/** What one logs in with: e-mail address and password. */
export type Credentials = NonNullable<ApiOptions<LoginPath, 'post'>['body']>

/** What tells one account from another. */
export type AccountId = Account['id']

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

/** One request; `reauthenticate: false` has it fail when the session has ended, instead of asking to log in again. */
export interface SendOptions extends RequestInit {
  reauthenticate?: boolean
}

/** How calls reach the API from where the application runs: the Nuxt server or a browser. */
export interface Transport {
  /** The API's origin as reached from here. */
  baseUrl: string
  /** Sends one request to the API with all that belongs to the visitor's session. */
  send: (url: string, init?: RequestInit) => Promise<Response>
  /** The value of the CSRF cookie; undefined when there is none, or more than one: nothing tells then which is the API's. */
  readCsrfToken: () => string | undefined
  /** False when the cookies at hand prove that nobody is logged in, so that the API need not be asked. */
  mayHaveSession: () => boolean
  /** Whether a session cookie goes along; false where it cannot be seen, as in browsers. */
  sendsSession: () => boolean
}
