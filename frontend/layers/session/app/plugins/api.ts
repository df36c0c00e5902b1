import { createIsLoginOrLogout, addAccountHeader, retryAfterLogin } from '../utils/reauthentication'
import { createApi } from '../utils/api-client'
import { createBrowserTransport, readBrowserSettings } from '../utils/browser-transport'
import { createCsrf } from '../utils/csrf'
import { fetchIdentity } from '../utils/identity'
import { useSessionStore } from '../stores/session'
import { cookieNames } from '../../shared/utils/session-settings'
import type { Pinia } from 'pinia'

/** Provides `$api`, the one way to the API for pages and stores; `$csrf`, its token; `$fetchIdentity`, who it takes the visitor for. */
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
    // The store itself calls the API, so it can only be asked for once there is one.
    const session = () => useSessionStore(nuxtApp.$pinia as Pinia)
    const isLoginOrLogout = createIsLoginOrLogout(settings)
    const send = addAccountHeader(csrf.send, () => session().account?.id, isLoginOrLogout)
    const resuming = () => retryAfterLogin(send, why => session().requireReauthentication(why), isLoginOrLogout)
    const api = createApi(transport.baseUrl, import.meta.server ? send : resuming())
    return { provide: { api, csrf, fetchIdentity: () => fetchIdentity(api, transport, settings.accountPath) } }
  },
})
