import { isHydratingErrorPage, outageError } from '../utils/outage-page'
import { loginLocation } from '../utils/login-redirect'
import { useSessionStore } from '../stores/session'

/** Route middleware for members' pages: anonymous visitors are redirected to the log-in page and back. */
export default defineNuxtRouteMiddleware(async (to) => {
  const nuxtApp = useNuxtApp()
  const session = useSessionStore()
  if (import.meta.server && useRequestEvent()!.context.session.shared) {
    throw createError(`${to.path} requires a log-in, so it cannot be prerendered or cached: use ssr: false.`)
  }
  if (isHydratingErrorPage(nuxtApp)) return
  const identity = await session.ensureIdentity()
  if (identity.state === 'unknown') return abortNavigation(outageError(nuxtApp, identity.problem))
  if (identity.state === 'anonymous') return navigateTo(loginLocation(to.fullPath, useRuntimeConfig().public.session.loginPage, session))
})
