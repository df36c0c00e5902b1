import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Histogram, register } from 'prom-client'
import type { H3Event } from 'h3'
import { onResponseClosed } from './finished-request'
import type { MetricsAddress } from './metrics-settings'

/** The same metric as the API's: backend/monitoring/metrics.py. */
const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'How long requests took, by method, route and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
})

/** Counts a request and its duration once its response is closed. */
export function measureRequest(event: H3Event): void {
  const startedAt = performance.now()
  onResponseClosed(event, labels => duration.observe({ ...labels }, (performance.now() - startedAt) / 1000))
}

/** Serves the metrics, and those of this process, on a private port. Exits the process if it cannot listen. */
export function serveMetrics({ host, port }: MetricsAddress): Server {
  collectDefaultMetrics()
  const server = createServer(async (_, response) => {
    response.setHeader('Content-Type', register.contentType)
    response.end(await register.metrics())
  })
  server.once('error', (error) => {
    console.error(`NUXT_METRICS_PORT: cannot listen on ${host}:${port} (${error.message}). Choose another port or address.`)
    process.exit(1)
  })
  // Unref: it must not keep the process alive.
  return server.listen(port, host).unref()
}
