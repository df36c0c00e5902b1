import { AsyncLocalStorage } from 'node:async_hooks'
import { setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { createRequestSession, type RequestSession } from '../utils/request-session'

/**
 * Gives each request its session, as `event.context.session`.
 *
 * Nuxt renders an error page by a second request to itself. That one has to go on with the session
 * of the failed one: the same cookies, the same identity, nothing asked for twice.
 */
export default defineNitroPlugin(({ h3App, hooks }) => {
  const failed = new AsyncLocalStorage<RequestSession>()

  hooks.hook('request', (event) => {
    const session = event.context.session = failed.getStore() ?? createRequestSession(event)
    setResponseHeader(event, 'X-Request-ID', session.trace['x-request-id'])
  })

  hooks.hook('render:response', (response, { event }) => {
    const { shared, timing } = event.context.session
    // What is kept for everyone would be told the time of the first one for ever.
    if (!shared) response.headers = { ...response.headers, 'Server-Timing': timing.header }
  })

  const { onError } = h3App.options
  h3App.options.onError = (error, event) => failed.run(event.context.session, () => onError?.(error, event))
})
