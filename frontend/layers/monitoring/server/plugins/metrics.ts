import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { parseMetricsAddress } from '../utils/metrics-settings'
import { isExternalRequest } from '../utils/finished-request'

/** Counts and measures requests for Prometheus, if it asks. Where it does not, nothing of it is loaded. */
export default defineNitroPlugin(({ h3App }) => {
  const address = parseMetricsAddress(useRuntimeConfig().metrics)
  if (import.meta.prerender || !address) return
  const metrics = import('../utils/metrics').then(({ measure, serveMetrics }) => {
    serveMetrics(address)
    return { measure }
  })
  const { handler } = h3App
  h3App.handler = async (event) => {
    if (isExternalRequest(event)) (await metrics).measure(event)
    return handler(event)
  }
})
