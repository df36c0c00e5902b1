import { expect, test } from 'vitest'
import { parseMetricsAddress } from '../server/utils/metrics-settings'

test('without a port metrics are off', () => {
  expect(parseMetricsAddress({ host: '127.0.0.1', port: '' })).toBeUndefined()
})

test('it parses host and port', () => {
  expect(parseMetricsAddress({ host: '::1', port: 9464 })).toEqual({ host: '::1', port: 9464 })
})

test.each([
  [{ host: '127.0.0.1', port: 'on' }, 'NUXT_METRICS_PORT is "on"'],
  [{ host: '127.0.0.1', port: true }, 'NUXT_METRICS_PORT is "true"'],
  [{ host: '127.0.0.1', port: 0 }, 'NUXT_METRICS_PORT is "0"'],
  [{ host: '127.0.0.1', port: 65536 }, 'NUXT_METRICS_PORT is "65536"'],
  [{ host: 'localhost', port: '' }, 'NUXT_METRICS_HOST is "localhost"'],
])('it refuses %j', (setting, words) => {
  expect(() => parseMetricsAddress(setting)).toThrow(words)
})
