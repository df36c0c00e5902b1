import { createApi } from '../api/create-api'
import { createBrowserTransport } from '../api/browser-transport'
import { createCsrf } from '../api/csrf'
import { readIdentity } from '../identity/identity'

/** Provides `$api`, the one way to the API for pages and stores; `$csrf`, its token; `$readIdentity`, who it takes the visitor for. */
export default defineNuxtPlugin({
  name: 'api',
  setup() {
    const transport = import.meta.server
      ? useRequestEvent()!.context.session.transport
      : createBrowserTransport(useRuntimeConfig().public.session.apiUrl)
    const csrf = createCsrf(transport)
    const api = createApi(transport.baseUrl, csrf.send)
    return { provide: { api, csrf, readIdentity: () => readIdentity(api, transport) } }
  },
})
