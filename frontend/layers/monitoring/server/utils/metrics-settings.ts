import { isIP } from 'node:net'

export interface MetricsAddress {
  host: string
  port: number
}

/**
 * Parses the settings `NUXT_METRICS_HOST` and `NUXT_METRICS_PORT`.
 *
 * @returns undefined without a port
 * @throws Error if one is invalid
 */
export function parseMetricsAddress({ host, port }: { host: unknown, port: unknown }): MetricsAddress | undefined {
  if (isIP(String(host)) === 0) {
    throw new Error(`NUXT_METRICS_HOST is "${String(host)}": it must be the address of one of this machine's networks, such as 10.0.0.5.`)
  }
  if (port === '') return undefined
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65535) {
    throw new Error(`NUXT_METRICS_PORT is "${String(port)}": it must be a number from 1 to 65535.`)
  }
  return { host: String(host), port: Number(port) }
}
