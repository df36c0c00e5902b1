import { isHydratingErrorPage, outageError } from '../utils/outage-page'
import { loginLocation } from '../utils/login-redirect'
import { useSessionStore } from '../stores/session'

/** Lets only logged-in people through; others log in first and come back here afterwards. */
export default defineNuxtRouteMiddleware(async (to) => {
  const nuxtApp = useNuxtApp()
  const session = useSessionStore()
  if (import.meta.server && useRequestEvent()!.context.session.shared) {
    throw createError(`${to.path} is for logged-in people, so it can be neither prerendered nor cached: use ssr: false.`)
  }
  if (isHydratingErrorPage(nuxtApp)) return
  const identity = await session.ensureIdentity()
  if (identity.state === 'unknown') return abortNavigation(outageError(nuxtApp, identity.problem))
  if (identity.state === 'anonymous') return navigateTo(loginLocation(to.fullPath, useRuntimeConfig().public.session.loginPage, session))
})
