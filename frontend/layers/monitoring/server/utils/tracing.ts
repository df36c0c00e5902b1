import { DiagConsoleLogger, DiagLogLevel, SpanKind, SpanStatusCode, diag, type Span, type Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { H3Event } from 'h3'
import type { Fetch } from '../../../session/server/utils/server-transport'
import { onResponseClosed, requestPath } from './finished-request'
import { parseTraceparent, formatTraceparent } from './trace-context'

const NAME = 'latchkey-web'

export interface Exporter {
  tracer: Tracer
  /** Sends what is left. */
  end: () => Promise<void>
}

/** Sends spans to whoever collects them, as the `OTEL_…` variables say. */
export function startExporter(): Exporter {
  diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN)
  const ours = resourceFromAttributes({ 'service.name': NAME })
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(ours).merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  return { tracer: provider.getTracer('latchkey'), end: () => provider.shutdown() }
}

/*
 * What is told of a span is named here, one by one: no header, no query of an address, no words of an error.
 */

/**
 * Begins the span of a request, which ends with its answer.
 *
 * It is put into the request as if the caller had named it, so that the log says it and all calls become part of it.
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

/** Gives a way to call that has a span of its own around each call that is made for a request. */
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
