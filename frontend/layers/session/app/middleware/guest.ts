import { safeRedirectTarget } from '../identity/redirect-target'
import { useSessionStore } from '../stores/session'

/** Keeps logged-in people from pages such as log-in: they go on to where they wanted to go. */
export default defineNuxtRouteMiddleware(async (to) => {
  const session = useSessionStore()
  const isShared = import.meta.server && useRequestEvent()!.context.session.shared
  const identity = isShared ? session.identity : await session.settle()
  if (identity.state === 'user') return navigateTo(safeRedirectTarget(to.query.redirect, to.path))
})
