import { redirectAfterLogin } from '../utils/login-redirect'
import { isHydratingErrorPage } from '../utils/outage-page'
import { useSessionStore } from '../stores/session'

/** Keeps logged-in people from pages such as log-in: they go on to where they wanted to go. */
export default defineNuxtRouteMiddleware(async (to) => {
  const session = useSessionStore()
  if (isHydratingErrorPage(useNuxtApp())) return
  const identity = await session.ensureIdentity()
  if (identity.state === 'user') return redirectAfterLogin(to.query.redirect, to.path)
})
