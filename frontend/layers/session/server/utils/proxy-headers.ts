import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** The reverse proxies whose `X-Forwarded-*` headers are trusted. */
export interface TrustedProxies {
  includes: (address: string) => boolean
}

/** The visitor's address and the public host and scheme of the page, for the API. */
export interface ForwardedHeaders extends Record<string, string> {
  'x-forwarded-for': string
  'x-forwarded-host': string
  'x-forwarded-proto': string
}

/**
 * Parses the setting `NUXT_SESSION_TRUSTED_PROXIES`.
 *
 * @param setting addresses or networks (CIDR), comma-separated
 * @throws Error with the invalid part
 */
export function parseTrustedProxies(setting: string): TrustedProxies {
  const list = new BlockList()
  for (const part of setting.split(',').map(text => text.trim()).filter(Boolean)) addNetwork(list, part)
  return { includes: address => isIP(address) !== 0 && list.check(address, familyOf(address)) }
}

/**
 * The forwarding headers for the API: those of a trusted proxy, with the peer's address appended. Headers of an
 * untrusted peer are dropped.
 */
export function forwardedHeaders(request: IncomingMessage, trusted: TrustedProxies): ForwardedHeaders {
  const peer = stripMappedPrefix(request.socket.remoteAddress ?? '')
  const received = trusted.includes(peer) ? request.headers : {}
  const encrypted = (request.socket as Partial<TLSSocket>).encrypted === true
  return {
    'x-forwarded-for': [join(received['x-forwarded-for']), peer].filter(Boolean).join(', '),
    'x-forwarded-host': first(received['x-forwarded-host']) ?? request.headers.host ?? '',
    'x-forwarded-proto': first(received['x-forwarded-proto']) ?? (encrypted ? 'https' : 'http'),
  }
}

/** The visitor's address: from the right, the first that is not a trusted proxy. Django uses the same rule. */
export function clientAddress(headers: ForwardedHeaders, trusted: TrustedProxies): string {
  let client = ''
  for (const entry of headers['x-forwarded-for'].split(',').reverse()) {
    const address = stripMappedPrefix(entry.trim())
    if (isIP(address) === 0) break
    client = address
    if (!trusted.includes(address)) break
  }
  return client
}

/** Origin of the requested page, such as `https://example.com`; empty if the host is malformed. */
export function publicOrigin(headers: ForwardedHeaders): string {
  const origin = `${headers['x-forwarded-proto']}://${headers['x-forwarded-host']}`
  return URL.canParse(origin) ? new URL(origin).origin : ''
}

function addNetwork(list: BlockList, network: string): void {
  const [address = '', prefix, ...rest] = network.split('/')
  const maxLength = isIP(address) === 6 ? 128 : 32
  const length = prefix === undefined ? maxLength : Number(prefix)
  // Number('') is 0, which would trust every address.
  const isPrefix = prefix === undefined || /^\d+$/.test(prefix)
  if (isIP(address) === 0 || !isPrefix || length > maxLength || rest.length > 0) {
    throw new Error(`NUXT_SESSION_TRUSTED_PROXIES: "${network}" is no network such as 10.0.0.0/8.`)
  }
  list.addSubnet(address, length, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** A dual-stack socket maps IPv4 addresses to IPv6. */
function stripMappedPrefix(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function join(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}

/** The value from the outermost proxy. */
function first(value: string | string[] | undefined): string | undefined {
  return join(value)?.split(',')[0]?.trim() || undefined
}
