import { defineEventHandler, proxyRequest, setResponseHeader, setResponseStatus } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { isDjangoPath } from '../../shared/contract'
import { traceHeaders } from '../forwarding/trace-headers'
import { parseTrustedProxies } from '../forwarding/trusted-proxies'
import { visitorHeaders } from '../forwarding/visitor-headers'

/** What the API says about its connection to this server, which is not the browser's. */
const BETWEEN_SERVERS = ['connection', 'keep-alive']

/** Longer than gunicorn lets a request take, in milliseconds. */
const PATIENCE = 60_000

/**
 * Passes Django's share of the site on to it, so that one address serves all without a reverse proxy.
 *
 * The browser's request goes through as it is, but for the forwarding headers, which only this server may say.
 */
export default defineEventHandler(async (event) => {
  // As the browser sent it: in h3's decoded path an escaped `?` or `#` would end the path too early.
  const target = event.node.req.originalUrl ?? event.path
  if (!isDjangoPath(target)) return
  const { apiUrl, trustedProxies } = useRuntimeConfig().session
  const request = event.node.req
  try {
    return await proxyRequest(event, apiUrl.replace(/\/$/, '') + target, {
      headers: {
        ...visitorHeaders(request, parseTrustedProxies(trustedProxies)),
        ...traceHeaders(request.headers),
        accept: request.headers.accept ?? '*/*',
      },
      fetchOptions: { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) },
      fetch: globalThis.fetch,
      onResponse: ({ node }) => BETWEEN_SERVERS.forEach(name => node.res.removeHeader(name)),
    })
  }
  catch (error) {
    if (event.node.res.headersSent) throw error
    setResponseStatus(event, 503)
    setResponseHeader(event, 'Cache-Control', 'no-store')
    setResponseHeader(event, 'Retry-After', 5)
    return {
      type: 'server_error',
      errors: [{ code: 'api_unreachable', detail: 'The service cannot be reached at the moment. Please try again.', attr: null }],
    }
  }
})
