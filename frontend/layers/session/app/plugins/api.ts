import { createIsLoginOrLogout, addAccountHeader, retryAfterLogin } from '../utils/reauthentication'
import { createApi } from '../utils/api-client'
import { createBrowserTransport, readBrowserSettings } from '../utils/browser-transport'
import { createCsrf } from '../utils/csrf'
import { fetchIdentity } from '../utils/identity'
import { useSessionStore } from '../stores/session'
import { cookieNames } from '../../shared/utils/session-settings'
import type { Pinia } from 'pinia'

/** Provides `$api` (calls to the API), `$csrf` (its token) and `$fetchIdentity` (the visitor's identity). */
export default defineNuxtPlugin({
  name: 'api',
  dependsOn: ['pinia'],
  async setup(nuxtApp) {
    const { session: settings } = useRuntimeConfig().public
    if (import.meta.client) Object.assign(settings, await readBrowserSettings(settings, Boolean(nuxtApp.payload.prerenderedAt)))
    const transport = import.meta.server
      ? useRequestEvent()!.context.session.transport
      : createBrowserTransport(settings.apiUrl, cookieNames(settings).csrf)
    const csrf = createCsrf(transport, settings)
    // Lazy: the store needs `$api`.
    const session = () => useSessionStore(nuxtApp.$pinia as Pinia)
    const isLoginOrLogout = createIsLoginOrLogout(settings)
    const send = addAccountHeader(csrf.send, () => session().account?.id, isLoginOrLogout)
    const api = createApi(transport.baseUrl, import.meta.server
      ? send
      : retryAfterLogin(send, reason => session().requireReauthentication(reason), isLoginOrLogout))
    return { provide: { api, csrf, fetchIdentity: () => fetchIdentity(api, transport, settings.accountPath) } }
  },
})
