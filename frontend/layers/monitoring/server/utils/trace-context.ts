import { ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api'
import { TRACEPARENT } from '../../../session/server/utils/trace-headers'

/**
 * The context of a caller's `traceparent`; the root context if it is missing or malformed.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export function parseTraceparent(traceparent: unknown): Context {
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return ROOT_CONTEXT
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-')
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true })
}

/** The `traceparent` for calls within a span. */
export function formatTraceparent(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`
}
