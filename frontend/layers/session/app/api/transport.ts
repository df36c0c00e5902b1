/** One request; `interrupt: false` has it fail when the session has ended, instead of asking to log in again. */
export interface SendOptions extends RequestInit {
  interrupt?: boolean
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
