/**
 * The absolute address of an API path, refused when it leaves the API's origin.
 *
 * Cookies, the CSRF token and the visitor's address travel with every call of `$api`; this is
 * the one place that keeps them from any other host.
 *
 * @param target a path such as `/api/posts/`, or an absolute URL on the API's origin
 * @param baseUrl the API's origin
 * @throws TypeError when the target is on another origin
 */
export function resolveApiUrl(target: string, baseUrl: string): URL {
  const url = new URL(target, baseUrl)
  if (url.origin !== new URL(baseUrl).origin) {
    throw new TypeError(`$api only talks to the API at ${new URL(baseUrl).origin}; use $fetch for ${url.origin}.`)
  }
  return url
}
