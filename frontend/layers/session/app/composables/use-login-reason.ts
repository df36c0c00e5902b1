import { clearSessionEnded, wasSessionEnded, SESSION_ENDED } from '../utils/ended-session'
import { safeRedirectTarget } from '../utils/login-redirect'
import { useSessionStore } from '../stores/session'

/** Why the application redirected to the log-in page. */
export type LoginReason = 'session-ended' | 'login-required'

/**
 * Why the visitor was redirected to the log-in page.
 *
 * @returns undefined if they opened it themselves
 */
export function useLoginReason() {
  const route = useRoute()
  const session = useSessionStore()
  const { loginPage } = useRuntimeConfig().public.session
  const wasEnded = ref(false)
  // After hydration: the server cannot read sessionStorage.
  onMounted(() => {
    wasEnded.value = wasSessionEnded()
    clearSessionEnded()
  })
  return computed<LoginReason | undefined>(() => {
    if (session.ended || wasEnded.value || route.query.reason === SESSION_ENDED) return 'session-ended'
    return safeRedirectTarget(route.query.redirect, loginPage) === '/' ? undefined : 'login-required'
  })
}
