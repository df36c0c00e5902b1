import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** W3C trace context, version 00 and later. */
export const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/
const REQUEST_ID = /^[\w-]{8,64}$/

export interface TraceHeaders extends Record<string, string> {
  'traceparent': string
  'x-request-id': string
}

/**
 * The caller's trace and request id; new ones if missing or malformed.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export function traceHeaders(headers: IncomingHttpHeaders): TraceHeaders {
  const { traceparent } = headers
  const requestId = headers['x-request-id']
  return {
    'traceparent': typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? traceparent : newTraceparent(),
    'x-request-id': typeof requestId === 'string' && REQUEST_ID.test(requestId) ? requestId : randomUUID(),
  }
}

function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`
}
