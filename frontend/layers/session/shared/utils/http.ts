export const CSRF_HEADER = 'X-CSRFToken'
/** Names the account a page shows; the API refuses when the session is somebody else's. */
export const ACCOUNT_HEADER = 'X-Account'

/** What an answer says that is for one visitor alone: that nobody may keep it. */
export const PRIVATE_HEADERS = { 'Cache-Control': 'private, no-store', 'Vary': 'Cookie' } as const

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/** Whether a request of this method changes nothing at the API. */
export function isSafeMethod(method = 'GET'): boolean {
  return SAFE_METHODS.includes(method.toUpperCase())
}
