import { publicOrigin, type ForwardedHeaders } from './proxy-headers'

/**
 * Reads the setting `NUXT_SESSION_FRONTEND_ORIGIN`.
 *
 * @returns the site's origin as browsers write it; empty when it is not set
 * @throws Error when it is no origin
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
 * The site's origin, for a visitor who has asked for another host or port.
 *
 * The scheme is not compared: only a trusted proxy can tell it.
 *
 * @param frontendOrigin what `parseFrontendOrigin` gave; without one, any name will do that has no dot at its end
 * @returns undefined where the request names the site's own host, with its port or none
 */
export function misdirectedTo(visitor: ForwardedHeaders, frontendOrigin: string): string | undefined {
  if (frontendOrigin) return namesOrigin(visitor['x-forwarded-host'], new URL(frontendOrigin)) ? undefined : frontendOrigin
  const asked = publicOrigin(visitor)
  const own = asked.replace(/\.+(?=:\d+$|$)/, '')
  return asked === own ? undefined : own
}

function namesOrigin(host: string, own: URL): boolean {
  const address = `${own.protocol}//${host}`
  if (!URL.canParse(address)) return false
  const asked = new URL(address)
  return asked.hostname === own.hostname && ['', own.port].includes(asked.port)
}
