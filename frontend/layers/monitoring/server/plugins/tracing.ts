import type { H3Event } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { upstream } from '../../../session/server/utils/server-transport'
import { isExternalRequest } from '../utils/finished-request'
import { isTracingEnabled } from '../utils/tracing-settings'

/**
 * Traces each request and each call that is made for it, if somebody collects traces.
 *
 * Where nobody does, nothing of OpenTelemetry is loaded.
 */
export default defineNitroPlugin(({ h3App, hooks }) => {
  if (import.meta.prerender || !isTracingEnabled(process.env)) return
  const tracing = import('../utils/tracing').then(({ startRequestSpan, startExporter, tracedFetch }) => {
    const { tracer, end } = startExporter()
    upstream.fetch = tracedFetch(tracer, upstream.fetch)
    return { begin: startRequestSpan.bind(undefined, tracer), end }
  })
  const { handler } = h3App
  h3App.handler = async (event) => {
    // Before anything else looks at the request: whose part of a trace it is changes.
    if (isExternalRequest(event) && !isHealthCheck(event)) (await tracing).begin(event)
    return handler(event)
  }
  hooks.hook('close', async () => (await tracing).end())
})

/** Proxies and supervisors ask for ever; their traces would bury those of people. */
function isHealthCheck(event: H3Event): boolean {
  return event.node.req.url?.startsWith('/health/') ?? false
}
