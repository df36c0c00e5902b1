import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { parseMetricsAddress } from '../utils/metrics-settings'
import { isExternalRequest } from '../utils/finished-request'

/** Measures requests and serves the metrics to Prometheus, if enabled; else the library is not loaded. */
export default defineNitroPlugin(({ h3App }) => {
  const address = parseMetricsAddress(useRuntimeConfig().metrics)
  if (import.meta.prerender || !address) return
  const metrics = import('../utils/metrics').then(({ measureRequest, serveMetrics }) => {
    serveMetrics(address)
    return { measureRequest }
  })
  const { handler } = h3App
  h3App.handler = async (event) => {
    if (isExternalRequest(event)) (await metrics).measureRequest(event)
    return handler(event)
  }
})
