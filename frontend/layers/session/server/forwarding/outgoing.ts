export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>

/**
 * The way by which all calls in a visitor's name leave this server for the API.
 *
 * Who wants to watch them, as a layer for traces does, puts its own way here when the server starts.
 */
export const outgoing: { fetch: Fetch } = {
  fetch: (input, init) => fetch(input, init),
}
