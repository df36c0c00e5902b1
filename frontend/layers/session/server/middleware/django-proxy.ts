import { createError, defineEventHandler, getProxyRequestHeaders, sendProxy, type H3Event } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { MAX_BODY_BYTES, sendApiError, checkSessionResponse, normalizeApiError, readRequestBody } from '../utils/django-proxy'
import { djangoPaths } from '../utils/django-paths'
import { upstream } from '../utils/server-transport'
import { parseTrustedProxies, forwardedHeaders } from '../utils/proxy-headers'

/** Headers about the connection between the servers. */
const CONNECTION_HEADERS = ['connection', 'keep-alive']

/** In milliseconds. */
const TIMEOUT = 60_000

/** Proxies Django's paths to Django, with forwarding headers, so that the site works without a reverse proxy. */
export default defineEventHandler(async (event) => {
  // h3's decoded path would end at an escaped `?` or `#`.
  const target = event.node.req.originalUrl ?? event.path
  if (!djangoPaths().isDjango(target)) return
  // `fetch` forbids TRACE.
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
      // `fetch` forbids a body with GET and HEAD.
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
