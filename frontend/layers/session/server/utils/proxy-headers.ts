import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { BlockList, isIP } from 'node:net'

/** Who asks, and under which public address, as the API has to know it. */
export interface ForwardedHeaders extends Record<string, string> {
  'x-forwarded-for': string
  'x-forwarded-host': string
  'x-forwarded-proto': string
}

/**
 * The forwarding headers for the API: what a trusted proxy in front said, with the peer's own address
 * appended. What an untrusted peer claims about itself is dropped.
 */
export function forwardedHeaders(request: IncomingMessage, trusted: TrustedProxies): ForwardedHeaders {
  const peer = plainAddress(request.socket.remoteAddress ?? '')
  const claims = trusted.includes(peer) ? request.headers : {}
  const encrypted = (request.socket as Partial<TLSSocket>).encrypted === true
  return {
    'x-forwarded-for': [list(claims['x-forwarded-for']), peer].filter(Boolean).join(', '),
    'x-forwarded-host': outermost(claims['x-forwarded-host']) ?? request.headers.host ?? '',
    'x-forwarded-proto': outermost(claims['x-forwarded-proto']) ?? (encrypted ? 'https' : 'http'),
  }
}

/** The visitor's address: the first, from the nearest on, that no trusted proxy has. Django finds it in the same way. */
export function clientAddress(visitor: ForwardedHeaders, trusted: TrustedProxies): string {
  let client = ''
  for (const entry of visitor['x-forwarded-for'].split(',').reverse()) {
    const address = plainAddress(entry.trim())
    if (isIP(address) === 0) break
    client = address
    if (!trusted.includes(address)) break
  }
  return client
}

/** The public origin of the page that is asked for, such as `https://example.com`; empty when the host named is none. */
export function publicOrigin(visitor: ForwardedHeaders): string {
  const origin = `${visitor['x-forwarded-proto']}://${visitor['x-forwarded-host']}`
  return URL.canParse(origin) ? new URL(origin).origin : ''
}

function list(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}

/** Of several proxies in a row, the first in the list is the one that the visitor called. */
function outermost(value: string | string[] | undefined): string | undefined {
  return list(value)?.split(',')[0]?.trim() || undefined
}

/** The networks of the reverse proxies whose `X-Forwarded-*` headers may be believed. */
export interface TrustedProxies {
  includes: (address: string) => boolean
}

/**
 * Reads the setting `NUXT_SESSION_TRUSTED_PROXIES`.
 *
 * @param setting addresses or networks in CIDR notation, comma separated
 * @throws Error naming the part that is neither
 */
export function parseTrustedProxies(setting: string): TrustedProxies {
  const list = new BlockList()
  for (const part of setting.split(',').map(text => text.trim()).filter(Boolean)) addNetwork(list, part)
  return { includes: address => isIP(address) !== 0 && list.check(address, familyOf(address)) }
}

/** An address without the `::ffff:` that a dual-stack socket puts before IPv4 ones. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function addNetwork(list: BlockList, network: string): void {
  const [address = '', prefix, ...rest] = network.split('/')
  const longest = isIP(address) === 6 ? 128 : 32
  const length = prefix === undefined ? longest : Number(prefix)
  // A prefix that is left out after its slash would count as 0, and trust the whole world.
  const isPrefix = prefix === undefined || /^\d+$/.test(prefix)
  if (isIP(address) === 0 || !isPrefix || length > longest || rest.length > 0) {
    throw new Error(`NUXT_SESSION_TRUSTED_PROXIES: "${network}" is no network such as 10.0.0.0/8.`)
  }
  list.addSubnet(address, length, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
