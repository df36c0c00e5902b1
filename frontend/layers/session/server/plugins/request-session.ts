import { AsyncLocalStorage } from 'node:async_hooks'
import { setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { createRequestSession, type RequestSession } from '../utils/request-session'

/**
 * Sets `event.context.session`.
 *
 * Nuxt renders an error page through a second request to itself; it gets the session of the failed one.
 */
export default defineNitroPlugin(({ h3App, hooks }) => {
  const failed = new AsyncLocalStorage<RequestSession>()

  hooks.hook('request', (event) => {
    const session = event.context.session = failed.getStore() ?? createRequestSession(event)
    setResponseHeader(event, 'X-Request-ID', session.trace['x-request-id'])
  })

  hooks.hook('render:response', (response, { event }) => {
    const { shared, timing } = event.context.session
    if (!shared) response.headers = { ...response.headers, 'Server-Timing': timing.header }
  })

  const { onError } = h3App.options
  h3App.options.onError = (error, event) => failed.run(event.context.session, () => onError?.(error, event))
})
