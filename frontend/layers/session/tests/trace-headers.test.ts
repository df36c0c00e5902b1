import { expect, test } from 'vitest'
import { traceHeaders } from '../server/utils/trace-headers'

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

test('it continues trace and request id', () => {
  expect(traceHeaders({ 'traceparent': TRACE, 'x-request-id': 'a1b2c3d4-e5' })).toEqual({ 'traceparent': TRACE, 'x-request-id': 'a1b2c3d4-e5' })
})

test.each([
  {},
  { 'traceparent': 'nonsense', 'x-request-id': 'short' },
  { 'traceparent': `${TRACE}\r\nX-Evil: 1`, 'x-request-id': 'a line\nbreak that forges a log' },
  { 'traceparent': TRACE.toUpperCase(), 'x-request-id': 'x'.repeat(65) },
])('it creates new ones for %j', (headers) => {
  const made = traceHeaders(headers)

  expect(made.traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/)
  expect(made['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  expect(traceHeaders(headers)).not.toEqual(made)
})
