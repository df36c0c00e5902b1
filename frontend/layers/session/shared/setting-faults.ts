import type { SessionSettings } from './contract'

const PREFIXES = ['', '__Host-', '__Secure-']
/** A token (RFC 9110, section 5.6.2). */
const COOKIE_NAME = /^[\w!#$%&'*+.^`|~-]+$/

/**
 * What is wrong with the configured names of the cookies, in words that say which setting to mend.
 *
 * @returns one sentence for each fault; empty when all can be used
 */
export function findCookieFaults({ cookiePrefix, sessionCookie, csrfCookie }: Omit<SessionSettings, 'apiUrl'>): string[] {
  const faults: string[] = []
  if (!PREFIXES.includes(cookiePrefix)) {
    faults.push(`NUXT_PUBLIC_SESSION_COOKIE_PREFIX is "${cookiePrefix}": it must be "__Host-", "__Secure-" or empty.`)
  }
  const names = { NUXT_PUBLIC_SESSION_SESSION_COOKIE: sessionCookie, NUXT_PUBLIC_SESSION_CSRF_COOKIE: csrfCookie }
  for (const [variable, name] of Object.entries(names)) {
    if (!COOKIE_NAME.test(name)) faults.push(`${variable} is "${name}": it must be the name of a cookie, such as "sessionid".`)
  }
  return faults
}
