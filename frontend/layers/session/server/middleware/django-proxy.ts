import { createError, defineEventHandler, getProxyRequestHeaders, sendProxy, type H3Event } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { MAX_BODY_BYTES, sendApiError, checkSessionResponse, normalizeApiError, readRequestBody } from '../utils/django-proxy'
import { djangoPaths } from '../utils/django-paths'
import { upstream } from '../utils/server-transport'
import { parseTrustedProxies, forwardedHeaders } from '../utils/proxy-headers'

/** What the API says about its connection to this server, which is not the browser's. */
const CONNECTION_HEADERS = ['connection', 'keep-alive']

/** How long a request may take in all, in milliseconds. */
const TIMEOUT = 60_000

/**
 * Passes Django's share of the site on to it, so that one address serves all without a reverse proxy.
 *
 * The browser's request goes through as it is, but for the forwarding headers, which only this server may say.
 */
export default defineEventHandler(async (event) => {
  // As the browser sent it: in h3's decoded path an escaped `?` or `#` would end the path too early.
  const target = event.node.req.originalUrl ?? event.path
  if (!djangoPaths().isDjango(target)) return
  // No fetch may send it.
  if (event.method === 'TRACE') return sendApiError(event, 405, 'method_not_allowed', 'Method "TRACE" not allowed.')
  const body = await readRequestBody(event.node.req)
  if (body === 'too large') return sendApiError(event, 413, 'request_too_large', `The request is larger than ${MAX_BODY_BYTES} bytes.`)
  try {
    return await proxyToDjango(event, target, body)
  }
  catch (error) {
    if (event.node.res.headersSent) throw error
    if (!djangoPaths().isApi(target)) throw createError({ status: 503, cause: error })
    event.node.res.setHeader('Retry-After', 5)
    return sendApiError(event, 503, 'api_unreachable', 'The service cannot be reached at the moment. Please try again.')
  }
})

function proxyToDjango(event: H3Event, target: string, body: Uint8Array<ArrayBuffer>) {
  const { session: { apiUrl, trustedProxies }, public: { session: settings } } = useRuntimeConfig()
  const request = event.node.req
  return sendProxy(event, apiUrl.replace(/\/$/, '') + target, {
    headers: {
      ...getProxyRequestHeaders(event),
      ...forwardedHeaders(request, parseTrustedProxies(String(trustedProxies))),
      ...event.context.session.trace,
      accept: request.headers.accept ?? '*/*',
    },
    fetchOptions: {
      method: event.method,
      // No fetch sends a body with these.
      body: body.length > 0 && !['GET', 'HEAD'].includes(event.method) ? body : undefined,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    },
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const response = await upstream.fetch(input, init)
      return djangoPaths().isApi(target) ? normalizeApiError(response) : response
    },
    onResponse: ({ node }, response) => {
      CONNECTION_HEADERS.forEach(name => node.res.removeHeader(name))
      checkSessionResponse(event.method, target, response, settings)
    },
  })
}
