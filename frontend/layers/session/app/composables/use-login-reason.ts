import { remembersEndedSession, SESSION_ENDED } from '../identity/ended-session'
import { safeRedirectTarget } from '../identity/redirect-target'
import { useSessionStore } from '../stores/session'

/** Why somebody is on the log-in page who did not choose to go there. */
export type LoginReason = 'session-ended' | 'login-required'

/** Why the visitor was led to the log-in page; undefined for somebody who came by choice. */
export function useLoginReason() {
  const route = useRoute()
  const session = useSessionStore()
  const { loginPage } = useRuntimeConfig().public.session
  // What only the browser knows comes after hydration.
  const remembered = ref(false)
  onMounted(() => {
    remembered.value = remembersEndedSession()
  })
  return computed<LoginReason | undefined>(() => {
    if (session.ended || remembered.value || route.query.reason === SESSION_ENDED) return 'session-ended'
    return safeRedirectTarget(route.query.redirect, loginPage) === '/' ? undefined : 'login-required'
  })
}
