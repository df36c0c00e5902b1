import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, parseTrustedProxies, publicOrigin, forwardedHeaders } from '../server/utils/proxy-headers'

function request(remoteAddress: string, headers: Record<string, string> = {}, encrypted = false): IncomingMessage {
  return { socket: { remoteAddress, encrypted }, headers: { host: 'blog.example', ...headers } } as unknown as IncomingMessage
}

const RECEIVED = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }

test('the peer is the visitor', () => {
  expect(forwardedHeaders(request('198.51.100.7'), parseTrustedProxies(''))).toEqual({
    'x-forwarded-for': '198.51.100.7', 'x-forwarded-host': 'blog.example', 'x-forwarded-proto': 'http',
  })
})

test('TLS means https', () => {
  expect(forwardedHeaders(request('198.51.100.7', {}, true), parseTrustedProxies(''))['x-forwarded-proto']).toBe('https')
})

test('it drops headers of untrusted peers', () => {
  expect(forwardedHeaders(request('198.51.100.7', RECEIVED), parseTrustedProxies('10.0.0.0/8'))).toEqual({
    'x-forwarded-for': '198.51.100.7', 'x-forwarded-host': 'blog.example', 'x-forwarded-proto': 'http',
  })
})

test.each(['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::5'])('it forwards headers of %s', (peer) => {
  const headers = forwardedHeaders(request(peer, RECEIVED), parseTrustedProxies('10.0.0.0/8, 2001:db8::/32'))

  expect(headers).toEqual({
    'x-forwarded-for': `203.0.113.9, ${peer.replace('::ffff:', '')}`,
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
  })
})

test('the outer proxy sets host and scheme', () => {
  const received = { 'x-forwarded-for': '203.0.113.9, 10.0.0.1', 'x-forwarded-host': 'blog.example, inner', 'x-forwarded-proto': 'https, http' }

  expect(forwardedHeaders(request('10.1.2.3', received), parseTrustedProxies('10.0.0.0/8'))).toEqual({
    'x-forwarded-for': '203.0.113.9, 10.0.0.1, 10.1.2.3', 'x-forwarded-host': 'blog.example', 'x-forwarded-proto': 'https',
  })
})

test('it builds the public origin', () => {
  expect(publicOrigin(forwardedHeaders(request('10.1.2.3', RECEIVED), parseTrustedProxies('10.1.2.3')))).toBe('https://evil.example')
})

test('a malformed host has no origin', () => {
  const headers = forwardedHeaders(request('198.51.100.7', { host: '<script>alert(1)</script>' }), parseTrustedProxies(''))

  expect(publicOrigin(headers)).toBe('')
})

test.each(['example.com', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/x', '::1/129', '/8'])('it refuses the network "%s"', (setting) => {
  expect(() => parseTrustedProxies(setting)).toThrow(`"${setting}" is no network`)
})

test.each([
  ['203.0.113.9, 10.0.0.1', '203.0.113.9'],
  ['198.51.100.1, 203.0.113.9, ::ffff:10.0.0.1', '203.0.113.9'],
  ['rubbish, 10.0.0.2, 10.0.0.1', '10.0.0.2'],
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8::5, 10.0.0.1', '2001:db8::5'],
  ['', ''],
])('of %j the visitor is %j', (chain, address) => {
  const visitor = { 'x-forwarded-for': chain, 'x-forwarded-host': '', 'x-forwarded-proto': '' }

  expect(clientAddress(visitor, parseTrustedProxies('10.0.0.0/8'))).toBe(address)
})
