import { diag, DiagConsoleLogger, DiagLogLevel, SpanKind, SpanStatusCode, type Span, type Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { H3Event } from 'h3'
import { requestPath } from '../../../session/server/utils/logging'
import type { Fetch } from '../../../session/server/utils/server-transport'
import { onResponseClosed } from './finished-request'
import { formatTraceparent, parseTraceparent } from './trace-context'

// Spans have only the attributes listed here: no headers, query strings or error messages.

const SERVICE_NAME = 'latchkey-web'

export interface Exporter {
  tracer: Tracer
  /** Exports the remaining spans. */
  end: () => Promise<void>
}

/** Starts exporting spans, as configured by the `OTEL_…` environment variables. */
export function startExporter(): Exporter {
  diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN)
  const service = resourceFromAttributes({ 'service.name': SERVICE_NAME })
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(service).merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  return { tracer: provider.getTracer('latchkey'), end: () => provider.shutdown() }
}

/**
 * Starts the span of a request; it ends with the response.
 *
 * It replaces the request's `traceparent`, so that the log and all calls refer to the span.
 */
export function startRequestSpan(tracer: Tracer, event: H3Event): void {
  const { method, node: { req } } = event
  const attributes = { 'http.request.method': method, 'url.path': requestPath(event) }
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parseTraceparent(req.headers.traceparent))
  req.headers.traceparent = formatTraceparent(span)
  onResponseClosed(event, ({ route, status }) => {
    span.updateName(`${method} ${route}`)
    span.setAttribute('http.route', route)
    setSpanStatus(span, status)
    span.end()
  })
}

/** Wraps `fetch`: each call with a `traceparent` gets a span of its own. */
export function tracedFetch(tracer: Tracer, send: Fetch): Fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    const caller = headers.get('traceparent')
    if (caller === null) return send(input, init)
    const span = startCallSpan(tracer, new URL(String(input)), init?.method ?? 'GET', caller)
    headers.set('traceparent', formatTraceparent(span))
    try {
      const response = await send(input, { ...init, headers })
      setSpanStatus(span, response.status)
      return response
    }
    catch (error) {
      span.setAttribute('error.type', error instanceof Error ? error.name : 'Error')
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    }
    finally {
      span.end()
    }
  }
}

function startCallSpan(tracer: Tracer, url: URL, method: string, caller: string): Span {
  const attributes = { 'http.request.method': method, 'server.address': url.hostname, 'url.path': url.pathname }
  return tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes }, parseTraceparent(caller))
}

function setSpanStatus(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status)
  if (status < 500) return
  span.setAttribute('error.type', String(status))
  span.setStatus({ code: SpanStatusCode.ERROR })
}
