import { parseSetCookie, type SetCookie } from 'cookie-es'

interface StoredCookie extends SetCookie {
  /** The `Set-Cookie` line from the API. */
  line: string
}

/**
 * A visitor's cookies during one request: those from the browser, and those that the API has set since.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.3
 */
export class CookieJar {
  private readonly sent: [name: string, value: string][]
  private readonly stored = new Map<string, StoredCookie>()

  /** @param cookieHeader `Cookie` header from the browser */
  constructor(cookieHeader = '') {
    this.sent = cookieHeader.split(';').filter(pair => pair.includes('=')).map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [trimSpaces(name), trimSpaces(value.join('='))]
    })
  }

  /** Stores cookies from a response; each replaces the one with the same name, domain and path. */
  store(setCookieLines: string[]): void {
    for (const line of setCookieLines) {
      const cookie = parseSetCookie(line, { decode: false })
      if (!cookie?.name) continue
      const key = [cookie.name, cookie.domain?.toLowerCase(), cookie.path].join(';')
      this.stored.delete(key)
      this.stored.set(key, { ...cookie, line })
    }
  }

  /** The `Set-Cookie` lines for the browser, in the API's order. */
  get setCookieLines(): string[] {
    return [...this.stored.values()].map(({ line }) => line)
  }

  /** Value of a cookie for `path`; undefined if there are several of that name. */
  get(name: string, path = '/'): string | undefined {
    const [pair, ...others] = this.pairsFor(path).filter(pair => pair[0] === name)
    return others.length > 0 ? undefined : pair?.[1]
  }

  /** The `Cookie` header for `path`; may be empty. */
  headerFor(path: string): string {
    return this.pairsFor(path).map(pair => pair.join('=')).join('; ')
  }

  /** The `Cookie` header has no domain or path, so a cookie from the API replaces all of its name. */
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

/** Trims spaces and tabs only (RFC 6265, section 5.2): other white space is part of the name. */
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
