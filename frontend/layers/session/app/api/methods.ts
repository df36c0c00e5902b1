const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/** Whether a request of this method changes nothing at the API. */
export function isSafe(method = 'GET'): boolean {
  return SAFE_METHODS.includes(method.toUpperCase())
}
