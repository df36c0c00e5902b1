import { expect, test } from 'vitest'
import { isTracingEnabled } from '../server/utils/tracing-settings'

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, false],
  [ENDPOINT, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, true],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'false' }, true],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }, false],
])('%j: %s', (environment, expected) => {
  expect(isTracingEnabled(environment)).toBe(expected)
})

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is not the address of a collector'],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://' }, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is not the address'],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc": the only supported protocol'],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'maybe' }, 'OTEL_SDK_DISABLED is "maybe": it must be'],
])('it refuses %j', (environment, words) => {
  expect(() => isTracingEnabled(environment)).toThrow(words)
})

test('it refuses a password without repeating it', () => {
  const hidden = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:hunter2@collector' }
  expect(() => isTracingEnabled(hidden)).toThrow('OTEL_EXPORTER_OTLP_HEADERS')
  expect(() => isTracingEnabled(hidden)).not.toThrow('hunter2')
})
