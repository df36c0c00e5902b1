import { BlockList, isIP } from 'node:net'

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
export function plainAddress(address: string): string {
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
