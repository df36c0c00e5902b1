import type { H3Event } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { upstream } from '../../../session/server/utils/server-transport'
import { isExternalRequest } from '../utils/finished-request'
import { isTracingEnabled } from '../utils/tracing-settings'

/** Traces each request and its calls to the API, if enabled; else OpenTelemetry is not loaded. */
export default defineNitroPlugin(({ h3App, hooks }) => {
  if (import.meta.prerender || !isTracingEnabled(process.env)) return
  const tracing = import('../utils/tracing').then(({ startRequestSpan, startExporter, tracedFetch }) => {
    const { tracer, end } = startExporter()
    upstream.fetch = tracedFetch(tracer, upstream.fetch)
    return { start: startRequestSpan.bind(undefined, tracer), end }
  })
  const { handler } = h3App
  h3App.handler = async (event) => {
    // First of all: it replaces the `traceparent`.
    if (isExternalRequest(event) && !isHealthCheck(event)) (await tracing).start(event)
    return handler(event)
  }
  hooks.hook('close', async () => (await tracing).end())
})

function isHealthCheck(event: H3Event): boolean {
  return event.node.req.url?.startsWith('/health/') ?? false
}
