import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Histogram, register } from 'prom-client'
import type { H3Event } from 'h3'
import { onResponseClosed } from './finished-request'
import type { MetricsAddress } from './metrics-settings'

/** The same as in the API: backend/monitoring/metrics.py. */
const requests = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'How long requests took, by method, route and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
})

/** Counts a request when it is answered, and how long that took. */
export function measure(event: H3Event): void {
  const began = performance.now()
  onResponseClosed(event, answered => requests.observe({ ...answered }, (performance.now() - began) / 1000))
}

/** Answers Prometheus, with figures of this process too, at a port of its own that no proxy leads to. */
export function serveMetrics({ host, port }: MetricsAddress): Server {
  collectDefaultMetrics()
  const server = createServer(async (_, answer) => {
    answer.setHeader('Content-Type', register.contentType)
    answer.end(await register.metrics())
  })
  server.once('error', (error) => {
    console.error(`NUXT_METRICS_PORT: ${host}:${port} cannot be listened at (${error.message}). Choose another port or address.`)
    process.exit(1)
  })
  // What it answers keeps nobody waiting at the end.
  return server.listen(port, host).unref()
}
