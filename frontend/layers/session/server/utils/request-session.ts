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

/** The visitor's session during one request: `event.context.session`. */
export interface RequestSession {
  /** The page is prerendered or cached, so it must not contain a visitor's data. */
  shared: boolean
  transport: Transport
  https: boolean
  /** Origin of the site, as browsers see it; empty if `shared`. */
  publicOrigin: string
  /** Headers of every call to the API; also in the log. */
  trace: TraceHeaders
  timing: RequestTiming
  /** The form that was posted to this page; the page submits it. */
  form?: Record<string, string>
  /** Set by the first render pass; the error page reuses it. */
  identity?: Promise<Identity>
}

declare module 'h3' {
  interface H3EventContext {
    session: RequestSession
  }
}

/** Creates the session of an incoming request. */
export function createRequestSession(event: H3Event): RequestSession {
  const { session, public: { session: settings } } = useRuntimeConfig()
  const { apiUrl: baseUrl, timeout, trustedProxies, frontendOrigin } = session
  const address = { baseUrl, timeout: Number(timeout) }
  const request = event.node.req
  const [trace, timing] = [traceHeaders(request.headers), new RequestTiming()]
  const forwarded = forwardedHeaders(request, parseTrustedProxies(trustedProxies))
  const https = forwarded['x-forwarded-proto'] === 'https'
  if (isShared(event)) return { shared: true, https, publicOrigin: '', trace, timing, transport: createSharedTransport(address) }
  const jar = new CookieJar(event.headers.get('cookie') ?? '')
  const cookies = cookieNames(settings)
  return {
    shared: false,
    https,
    publicOrigin: parseFrontendOrigin(frontendOrigin) || publicOrigin(forwarded),
    trace,
    timing,
    transport: createVisitorTransport(address, { event, jar, cookies, timing, headers: { ...forwarded, ...trace } }),
  }
}

function isShared(event: H3Event): boolean {
  // Nitro turns `swr` into `cache`.
  const { prerender, cache, isr } = getRouteRules(event)
  return Boolean(import.meta.prerender || prerender || cache || isr)
}
