import { ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api'
import { TRACEPARENT } from '../../../session/server/utils/trace-headers'

/** Whose part a span is, by the `traceparent` of the caller; nobody's where that is malformed or missing. */
export function parseTraceparent(traceparent: unknown): Context {
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return ROOT_CONTEXT
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-')
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true })
}

/** The `traceparent` that makes what is called with it a part of this span. */
export function formatTraceparent(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`
}
