import { parseSetCookie, type SetCookie } from 'cookie-es'

interface StoredCookie extends SetCookie {
  /** The `Set-Cookie` line as the API sent it. */
  line: string
}

/**
 * The cookies of one visitor during one request: those the browser sent, and those the API has set since.
 *
 * The API's cookies are told apart by name, domain and path, as RFC 6265 (section 5.3) does.
 */
export class CookieJar {
  private readonly sent: [name: string, value: string][]
  private readonly stored = new Map<string, StoredCookie>()

  /** @param cookieHeader the `Cookie` header of the browser's request */
  constructor(cookieHeader = '') {
    this.sent = cookieHeader.split(';').filter(pair => pair.includes('=')).map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [trimSpaces(name), trimSpaces(value.join('='))]
    })
  }

  /** Keeps what the API set in one answer; a later cookie replaces an earlier one of the same name, domain and path. */
  store(setCookieLines: string[]): void {
    for (const line of setCookieLines) {
      const cookie = parseSetCookie(line, { decode: false })
      if (!cookie?.name) continue
      const identity = [cookie.name, cookie.domain?.toLowerCase(), cookie.path].join(';')
      this.stored.delete(identity)
      this.stored.set(identity, { ...cookie, line })
    }
  }

  /** The `Set-Cookie` lines the browser has to receive, in the order in which the API sent them. */
  get setCookieLines(): string[] {
    return [...this.stored.values()].map(({ line }) => line)
  }

  /** The value of the cookie that a request to `path` would carry; of two of one name nothing tells which is the API's. */
  get(name: string, path = '/'): string | undefined {
    const [pair, ...others] = this.pairsFor(path).filter(pair => pair[0] === name)
    return others.length > 0 ? undefined : pair?.[1]
  }

  /** The `Cookie` header for a request to `path`; empty when there is nothing to send. */
  headerFor(path: string): string {
    return this.pairsFor(path).map(pair => pair.join('=')).join('; ')
  }

  /** A browser does not say which domain and path a cookie has, so one that the API sets takes the place of all of that name. */
  private pairsFor(path: string): [string, string][] {
    let pairs = this.sent
    const matching = [...this.stored.values()].filter(cookie => matchesPath(path, cookie.path))
    for (const cookie of matching.sort((a, b) => (a.path ?? '/').length - (b.path ?? '/').length)) {
      pairs = pairs.filter(([name]) => name !== cookie.name)
      if (!isExpired(cookie)) pairs = [...pairs, [cookie.name, cookie.value ?? '']]
    }
    return pairs
  }
}

/** Without the spaces around it (RFC 6265, section 5.2); a name that begins with another kind of space is another name. */
function trimSpaces(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '')
}

/** RFC 6265, section 5.1.4. */
function matchesPath(path: string, cookiePath = '/'): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`)
}

function isExpired({ maxAge, expires }: SetCookie): boolean {
  if (maxAge !== undefined) return maxAge <= 0
  return expires !== undefined && expires.getTime() <= Date.now()
}
