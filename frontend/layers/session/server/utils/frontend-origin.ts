import { publicOrigin, type ForwardedHeaders } from './proxy-headers'

/**
 * Parses the setting `NUXT_SESSION_FRONTEND_ORIGIN`.
 *
 * @returns normalised origin; empty if not set
 * @throws Error if it is not an origin
 */
export function parseFrontendOrigin(setting: string): string {
  if (setting === '') return ''
  const url = URL.canParse(setting) ? new URL(setting) : undefined
  const isOrigin = /^https?:\/\/[^/?#@]+\/?$/.test(setting)
  if (!url || !isOrigin || url.hostname.endsWith('.')) {
    throw new Error(`NUXT_SESSION_FRONTEND_ORIGIN is "${setting}": it must be the origin of the pages, such as https://app.example.com.`)
  }
  return url.origin
}

/**
 * The site's origin, if a request names another host or port. The scheme is not compared: only a trusted proxy knows
 * it.
 *
 * @param frontendOrigin result of `parseFrontendOrigin`; if empty, any host without a trailing dot is accepted
 * @returns undefined if the request names the site's host, with its port or none
 */
export function misdirectedTo(headers: ForwardedHeaders, frontendOrigin: string): string | undefined {
  if (frontendOrigin) return isHostOf(headers['x-forwarded-host'], new URL(frontendOrigin)) ? undefined : frontendOrigin
  const requested = publicOrigin(headers)
  const withoutDot = requested.replace(/\.+(?=:\d+$|$)/, '')
  return requested === withoutDot ? undefined : withoutDot
}

function isHostOf(host: string, site: URL): boolean {
  const address = `${site.protocol}//${host}`
  if (!URL.canParse(address)) return false
  const requested = new URL(address)
  return requested.hostname === site.hostname && ['', site.port].includes(requested.port)
}
