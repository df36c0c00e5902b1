import type { H3Event } from 'h3'
import { contractError } from '../../shared/utils/contract-error'
import { resolveApiUrl } from '../../shared/utils/api-url'
import type { Transport } from '../../shared/types/session'
import type { CookieNames } from '../../shared/utils/session-settings'
import type { CookieJar } from './cookie-jar'
import type { RequestTiming } from './request-timing'
import { publicOrigin, type ForwardedHeaders } from './proxy-headers'

export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>

/** The `fetch` of all calls on behalf of a visitor; tracing replaces it at start. */
export const upstream: { fetch: Fetch } = {
  fetch: (input, init) => fetch(input, init),
}

/** The visitor of the page that is rendered. */
export interface Visitor {
  event: H3Event
  jar: CookieJar
  cookies: CookieNames
  timing: RequestTiming
  /** Forwarding and trace headers. */
  headers: ForwardedHeaders
}

export interface ApiAddress {
  /** Origin of the API. */
  baseUrl: string
  /** In milliseconds. */
  timeout: number
}

/** Sends requests to the API with the visitor's cookies and headers; forwards `Set-Cookie` to the browser. */
export function createVisitorTransport({ baseUrl, timeout }: ApiAddress, visitor: Visitor): Transport {
  async function send(target: string, init: RequestInit = {}): Promise<Response> {
    const url = resolveApiUrl(target, baseUrl)
    const headers = new Headers(init.headers)
    for (const [name, value] of Object.entries(headersFor(visitor, url))) headers.set(name, value)
    const response = await visitor.timing.call(upstream.fetch(url, { ...init, headers, ...fetchLimits(timeout, init.signal) }))
    rejectRedirect(response, init.method, url)
    forwardCookies(visitor, response.headers.getSetCookie())
    return response
  }
  const sendsSession = () => Boolean(visitor.jar.get(visitor.cookies.session))
  return {
    baseUrl,
    send,
    readCsrfToken: () => visitor.jar.get(visitor.cookies.csrf),
    mayHaveSession: sendsSession,
    sendsSession,
  }
}

/** Sends anonymous requests, for a page that is prerendered or cached. */
export function createSharedTransport({ baseUrl, timeout }: ApiAddress): Transport {
  return {
    baseUrl,
    send: async (target, init = {}) => {
      const url = resolveApiUrl(target, baseUrl)
      const response = await fetch(url, { ...init, ...fetchLimits(timeout, init.signal) })
      rejectRedirect(response, init.method, url)
      return response
    },
    readCsrfToken: () => undefined,
    mayHaveSession: () => false,
    sendsSession: () => false,
  }
}

function headersFor({ event, jar, headers }: Visitor, url: URL): Record<string, string> {
  const origin = publicOrigin(headers)
  // `originalUrl`, not h3's decoded path, which may hold characters that headers cannot.
  const all = {
    ...headers,
    'origin': origin,
    'referer': origin && `${origin}${event.node.req.originalUrl ?? event.path}`,
    'cookie': jar.headerFor(url.pathname),
    'accept-language': event.headers.get('accept-language') ?? '',
    'user-agent': event.headers.get('user-agent') ?? '',
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

/** A redirect could send the visitor's headers to another host. */
function rejectRedirect({ status, headers }: Response, method = 'GET', { pathname }: URL): void {
  const location = headers.get('location')
  if (status < 300 || status >= 400 || location === null) return
  // The query may hold personal data.
  throw contractError(() => `${method} ${pathname} answered ${status}, a redirect to ${location.split('?')[0]}. Expected: an answer. `
    + 'Django redirects for APPEND_SLASH, login_required, and SECURE_SSL_REDIRECT where it does not trust the X-Forwarded-Proto '
    + 'of the Nuxt server.')
}

function fetchLimits(timeout: number, signal?: AbortSignal | null): Pick<RequestInit, 'redirect' | 'signal'> {
  const end = AbortSignal.timeout(timeout)
  return { redirect: 'manual', signal: signal ? AbortSignal.any([end, signal]) : end }
}

/** Adds the jar's cookies to the response and keeps cookies set elsewhere. */
function forwardCookies({ event, jar }: Visitor, lines: string[]): void {
  if (lines.length === 0) return
  const written = new Set(jar.setCookieLines)
  const others = [event.node.res.getHeader('set-cookie') ?? []].flat().map(String).filter(line => !written.has(line))
  jar.store(lines)
  event.node.res.setHeader('set-cookie', [...others, ...jar.setCookieLines])
}
