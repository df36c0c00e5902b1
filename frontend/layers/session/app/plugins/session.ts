import { appendResponseHeader, setResponseHeader, type H3Event } from 'h3'
import { PRIVATE_HEADERS } from '../../shared/utils/http'
import { outageError } from '../utils/outage-page'
import { useSessionStore } from '../stores/session'

/**
 * Fills the session store once per page load: on the server where the page is made for one visitor,
 * in the browser, once it is ready, where the page was kept for everyone.
 */
export default defineNuxtPlugin({
  name: 'session',
  dependsOn: ['api', 'user-data'],
  async setup(nuxtApp) {
    const session = useSessionStore()
    if (import.meta.server) {
      const event = useRequestEvent()!
      if (event.context.session.shared) return
      // The error page of a request is rendered by a second pass, which goes on with what the first one learnt.
      const identity = await (event.context.session.identity ??= session.checkIdentity())
      session.identity = identity
      keepPrivate(event)
      const isErrorPage = Boolean(nuxtApp.ssrContext?.error)
      if (identity.state === 'unknown' && !isErrorPage) throw outageError(nuxtApp, identity.problem)
    }
    else if (session.identity.state === 'unknown' && !nuxtApp.payload.error) {
      onNuxtReady(async () => {
        await session.ensureIdentity()
      })
    }
  },
})

/** A page that knows who asked for it is for that visitor alone. */
function keepPrivate(event: H3Event): void {
  setResponseHeader(event, 'Cache-Control', PRIVATE_HEADERS['Cache-Control'])
  appendResponseHeader(event, 'Vary', PRIVATE_HEADERS.Vary)
}
