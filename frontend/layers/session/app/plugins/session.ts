import { appendResponseHeader, setResponseHeader, type H3Event } from 'h3'
import { PRIVATE_HEADERS } from '../../shared/utils/http'
import { outageError } from '../utils/outage-page'
import { useSessionStore } from '../stores/session'

/** Fills the session store: on the server for a visitor's page, in the browser (once ready) for a cached one. */
export default defineNuxtPlugin({
  name: 'session',
  dependsOn: ['api', 'user-data'],
  async setup(nuxtApp) {
    const session = useSessionStore()
    if (import.meta.server) {
      const event = useRequestEvent()!
      if (event.context.session.shared) return
      // Nuxt renders an error page in a second pass; it reuses the identity of the first.
      const identity = await (event.context.session.identity ??= session.checkIdentity())
      session.identity = identity
      setPrivateHeaders(event)
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

function setPrivateHeaders(event: H3Event): void {
  setResponseHeader(event, 'Cache-Control', PRIVATE_HEADERS['Cache-Control'])
  appendResponseHeader(event, 'Vary', PRIVATE_HEADERS.Vary)
}
