import { AsyncLocalStorage } from 'node:async_hooks'
import { defineNitroPlugin } from 'nitropack/runtime'
import { createRequestSession, type RequestSession } from '../forwarding/request-session'

/**
 * Gives each request its session, as `event.context.session`.
 *
 * Nuxt renders an error page by a second request to itself. That one has to go on with the session
 * of the first: the same cookies, the same identity, nothing asked for twice.
 */
export default defineNitroPlugin(({ h3App }) => {
  const current = new AsyncLocalStorage<RequestSession>()
  const handle = h3App.handler
  h3App.handler = Object.assign((event: Parameters<typeof handle>[0]) => {
    const session = current.getStore() ?? createRequestSession(event)
    event.context.session = session
    return current.run(session, () => handle(event))
  }, { __is_handler__: true as const })
})
