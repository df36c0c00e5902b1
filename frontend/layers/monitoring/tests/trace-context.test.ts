import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { parseTraceparent, formatTraceparent } from '../server/utils/trace-context'

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7'

test.each([`${TRACE}-00`, `${TRACE}-01`])('it continues %s', (traceparent) => {
  const span = trace.wrapSpanContext(trace.getSpanContext(parseTraceparent(traceparent))!)
  expect(formatTraceparent(span)).toBe(traceparent)
})

test.each([undefined, '', 'nonsense', `${TRACE}-01-more`, [TRACE]])('%j has no parent', (traceparent) => {
  expect(parseTraceparent(traceparent)).toBe(ROOT_CONTEXT)
})
