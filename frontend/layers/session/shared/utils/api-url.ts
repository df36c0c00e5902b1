/**
 * Resolves a URL of the API and refuses every other origin, so that cookies, the CSRF token and the visitor's
 * address are sent to the API only.
 *
 * @param target path such as `/api/posts/`, or absolute URL
 * @param baseUrl origin of the API
 * @throws TypeError for another origin
 */
export function resolveApiUrl(target: string, baseUrl: string): URL {
  const url = new URL(target, baseUrl)
  if (url.origin !== new URL(baseUrl).origin) {
    throw new TypeError(`$api only talks to the API at ${new URL(baseUrl).origin}; use $fetch for ${url.origin}.`)
  }
  return url
}
