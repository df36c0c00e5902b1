import type { H3Event } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { outgoing } from '../../../session/server/utils/server-transport'
import { isFromOutside } from '../utils/finished-request'
import { hasCollector } from '../utils/tracing-settings'

/**
 * Traces each request and each call that is made for it, if somebody collects traces.
 *
 * Where nobody does, nothing of OpenTelemetry is loaded.
 */
export default defineNitroPlugin(({ h3App, hooks }) => {
  if (import.meta.prerender || !hasCollector(process.env)) return
  const tracing = import('../utils/tracing').then(({ beginRequest, startExporter, tracedFetch }) => {
    const { tracer, end } = startExporter()
    outgoing.fetch = tracedFetch(tracer, outgoing.fetch)
    return { begin: beginRequest.bind(undefined, tracer), end }
  })
  const { handler } = h3App
  h3App.handler = async (event) => {
    // Before anything else looks at the request: whose part of a trace it is changes.
    if (isFromOutside(event) && !isHealthCheck(event)) (await tracing).begin(event)
    return handler(event)
  }
  hooks.hook('close', async () => (await tracing).end())
})

/** Proxies and supervisors ask for ever; their traces would bury those of people. */
function isHealthCheck(event: H3Event): boolean {
  return event.node.req.url?.startsWith('/health/') ?? false
}
