import { redirectAfterLogin } from '../composables/redirect-after-login'
import { isHydratingErrorPage } from '../utils/outage-page'
import { useSessionStore } from '../stores/session'

/** Route middleware for pages such as log-in: members are redirected to the page they requested. */
export default defineNuxtRouteMiddleware(async (to) => {
  const session = useSessionStore()
  if (isHydratingErrorPage(useNuxtApp())) return
  const identity = await session.ensureIdentity()
  if (identity.state === 'user') return redirectAfterLogin(to.query.redirect, to.path)
})
