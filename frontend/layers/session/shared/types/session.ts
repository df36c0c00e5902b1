import type { paths } from '#api-schema'
import type { ApiResponse, ApiOptions, ApiProblem } from './api'

declare global {
  /**
   * Paths of the session's endpoints in the API's schema, where they differ from Latchkey's. An application declares
   * them: `interface SessionEndpoints { account: '/auth/me/', login: '/auth/login/' }`.
   */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- for applications to extend
  interface SessionEndpoints {}
}

type PathOf<Name extends string, Default> = SessionEndpoints extends Record<Name, infer Path> ? Path : Default

export type AccountPath = PathOf<'account', '/api/account/'> & keyof paths
export type LoginPath = PathOf<'login', '/api/login/'> & keyof paths
export type LogoutPath = PathOf<'logout', '/api/logout/'> & keyof paths

/** The logged-in account, as the API returns it. */
export type Account = ApiResponse<AccountPath>
export type AccountId = Account['id']
/** Body of the log-in request. */
export type Credentials = NonNullable<ApiOptions<LoginPath, 'post'>['body']>

/**
 * The visitor's identity.
 *
 * `unknown`: not checked yet (cached pages check in the browser), or the check failed (`problem`). It never counts
 * as logged out. `ended`: the visitor had a session that ended.
 */
export type Identity
  = | { state: 'user', account: Account }
    | { state: 'anonymous', ended?: true }
    | { state: 'unknown', problem?: ApiProblem }

export interface SendOptions extends RequestInit {
  /** See `ApiOptions`. */
  reauthenticate?: boolean
}

/** Sends requests to the API, from the Nuxt server or a browser. */
export interface Transport {
  /** Origin of the API as reached from here. */
  baseUrl: string
  /** Sends a request with the visitor's cookies. */
  send: (url: string, init?: RequestInit) => Promise<Response>
  /** Value of the CSRF cookie; undefined without one, and if there are several. */
  readCsrfToken: () => string | undefined
  /** False if the cookies rule out a session. */
  mayHaveSession: () => boolean
  /** Whether requests carry a session cookie; false in browsers, where it is HttpOnly. */
  sendsSession: () => boolean
}
