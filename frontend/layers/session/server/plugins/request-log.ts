import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { captureConsole, currentRequest, logError, logRequest, parseLogFormat } from '../utils/logging'

/**
 * Writes a log for programs to read, if that is wanted: each line one object of JSON, with the id of
 * the request that it is about. People who run the server by hand get Nuxt's own words.
 */
export default defineNitroPlugin(({ h3App, hooks }) => {
  const { logFormat, trustedProxies } = useRuntimeConfig().session
  if (import.meta.prerender || parseLogFormat(logFormat) !== 'json') return
  captureConsole()
  hooks.hook('request', event => logRequest(event, String(trustedProxies)))
  hooks.hook('error', (error, { event }) => {
    // Those of no request are told by the console.
    if (event) logError(error, event)
  })
  const { handler } = h3App
  h3App.handler = event => currentRequest.run(event, () => handler(event))
})
