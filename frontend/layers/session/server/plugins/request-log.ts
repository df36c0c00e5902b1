import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { captureConsole, currentRequest, logError, logRequest, parseLogFormat } from '../utils/logging'

/** Logs JSON with request ids if the setting `logFormat` is `json`. */
export default defineNitroPlugin(({ h3App, hooks }) => {
  const { logFormat, trustedProxies } = useRuntimeConfig().session
  if (import.meta.prerender || parseLogFormat(logFormat) !== 'json') return
  captureConsole()
  hooks.hook('request', event => logRequest(event, String(trustedProxies)))
  hooks.hook('error', (error, { event }) => {
    // The console logs errors outside of requests.
    if (event) logError(error, event)
  })
  const { handler } = h3App
  h3App.handler = event => currentRequest.run(event, () => handler(event))
})
