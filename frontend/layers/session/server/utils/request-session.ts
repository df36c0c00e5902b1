import type { H3Event } from 'h3'
import { getRouteRules, useRuntimeConfig } from 'nitropack/runtime'
import type { Identity, Transport } from '../../shared/types/session'
import { cookieNames } from '../../shared/utils/session-settings'
import { CookieJar } from './cookie-jar'
import { parseFrontendOrigin } from './frontend-origin'
import { RequestTiming } from './request-timing'
import { createSharedTransport, createVisitorTransport } from './server-transport'
import { traceHeaders, type TraceHeaders } from './trace-headers'
import { parseTrustedProxies, publicOrigin, forwardedHeaders } from './proxy-headers'

/** The session of the visitor whose request is being answered; lives as long as the request. */
export interface RequestSession {
  /** The answer is kept for everyone (prerendered or cached), so it must know nothing of anyone. */
  shared: boolean
  transport: Transport
  /** Whether the visitor's connection is encrypted. */
  https: boolean
  /** The site's address as visitors see it; empty where the answer is kept for everyone. */
  publicOrigin: string
  /** Goes along with every call that serves this request, and stands in every line of the log about it. */
  trace: TraceHeaders
  timing: RequestTiming
  /** Who the visitor is, once asked for; the error page of the same request asks no second time. */
  identity?: Promise<Identity>
}

declare module 'h3' {
  interface H3EventContext {
    session: RequestSession
  }
}

/** Makes the session of one incoming request. */
export function createRequestSession(event: H3Event): RequestSession {
  const { session, public: { session: shared } } = useRuntimeConfig()
  const { apiUrl: baseUrl, timeout, trustedProxies, frontendOrigin } = session
  const address = { baseUrl, timeout: Number(timeout) }
  const request = event.node.req
  const [trace, timing] = [traceHeaders(request.headers), new RequestTiming()]
  const visitor = forwardedHeaders(request, parseTrustedProxies(trustedProxies))
  const https = visitor['x-forwarded-proto'] === 'https'
  if (isShared(event)) return { shared: true, https, publicOrigin: '', trace, timing, transport: createSharedTransport(address) }
  const jar = new CookieJar(event.headers.get('cookie') ?? '')
  const cookies = cookieNames(shared)
  return {
    shared: false,
    https,
    publicOrigin: parseFrontendOrigin(frontendOrigin) || publicOrigin(visitor),
    trace,
    timing,
    transport: createVisitorTransport(address, { event, jar, cookies, timing, headers: { ...visitor, ...trace } }),
  }
}

function isShared(event: H3Event): boolean {
  // Nitro turns the `swr` rule into a `cache` one.
  const { prerender, cache, isr } = getRouteRules(event)
  return Boolean(import.meta.prerender || prerender || cache || isr)
}
