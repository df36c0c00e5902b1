import { clearSessionEnded, wasSessionEnded, SESSION_ENDED } from '../utils/ended-session'
import { safeRedirectTarget } from '../utils/login-redirect'
import { useSessionStore } from '../stores/session'

/** Why the application led the visitor to the log-in page. */
export type LoginReason = 'session-ended' | 'login-required'

/** Why the visitor was led to the log-in page; undefined where they chose to go there. */
export function useLoginReason() {
  const route = useRoute()
  const session = useSessionStore()
  const { loginPage } = useRuntimeConfig().public.session
  // What only the browser knows comes after hydration.
  const remembered = ref(false)
  onMounted(() => {
    remembered.value = wasSessionEnded()
    // Said once: on a later visit of this page it would be no news.
    clearSessionEnded()
  })
  return computed<LoginReason | undefined>(() => {
    if (session.ended || remembered.value || route.query.reason === SESSION_ENDED) return 'session-ended'
    return safeRedirectTarget(route.query.redirect, loginPage) === '/' ? undefined : 'login-required'
  })
}
