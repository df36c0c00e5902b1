export const CSRF_HEADER = 'X-CSRFToken'

/** Id of the account that the page shows. The API answers 409 if the session belongs to another one. */
export const ACCOUNT_HEADER = 'X-Account'

/** Headers of a response for one visitor: no cache may store it. */
export const PRIVATE_HEADERS = { 'Cache-Control': 'private, no-store', 'Vary': 'Cookie' } as const

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/** Whether the method is safe (RFC 9110, section 9.2.1). */
export function isSafeMethod(method = 'GET'): boolean {
  return SAFE_METHODS.includes(method.toUpperCase())
}
