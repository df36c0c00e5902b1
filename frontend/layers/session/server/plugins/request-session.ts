import { AsyncLocalStorage } from 'node:async_hooks'
import { defineNitroPlugin } from 'nitropack/runtime'
import { createRequestSession, type RequestSession } from '../forwarding/request-session'

/**
 * Gives each request its session, as `event.context.session`.
 *
 * Nuxt renders an error page by a second request to itself. That one has to go on with the session
 * of the failed one: the same cookies, the same identity, nothing asked for twice.
 */
export default defineNitroPlugin(({ h3App, hooks }) => {
  const failed = new AsyncLocalStorage<RequestSession>()

  hooks.hook('request', (event) => {
    event.context.session = failed.getStore() ?? createRequestSession(event)
  })

  const { onError } = h3App.options
  h3App.options.onError = (error, event) => failed.run(event.context.session, () => onError?.(error, event))
})
