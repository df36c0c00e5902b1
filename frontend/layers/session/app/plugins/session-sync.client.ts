import { clearSessionEnded, markSessionEnded } from '../utils/ended-session'
import { accountId } from '../utils/identity'
import type { AccountId } from '../../shared/types/session'
import { useSessionStore } from '../stores/session'
import { useUnsavedWorkStore } from '../stores/unsaved-work'

/**
 * Keeps the page in sync with the session, across tabs.
 *
 * Rechecks the session when another tab shows another account, when the page returns from the back/forward
 * cache and when it becomes visible. If the account differs, it reloads the page, or, if there is unsaved work, asks
 * its author to log in again.
 */
export default defineNuxtPlugin({
  name: 'session-sync',
  dependsOn: ['session'],
  setup() {
    const session = useSessionStore()
    const work = useUnsavedWorkStore()
    const tabs = new BroadcastChannel('session')
    const shownId = () => accountId(session.identity)

    async function recheck(): Promise<void> {
      if (session.identity.state === 'unknown') return void await session.ensureIdentity()
      const identity = await session.checkIdentity()
      if (identity.state === 'unknown') return
      if (session.reauthentication) return void session.reconcile(identity)
      if (accountId(identity) === shownId()) return
      if (work.exists) return void session.awaitReauthentication(identity)
      if (identity.state === 'anonymous') markSessionEnded()
      window.location.reload()
    }

    watch(() => session.identity, ({ state }) => {
      if (state === 'user') clearSessionEnded()
      if (state !== 'unknown') tabs.postMessage(shownId())
    }, { immediate: true })
    tabs.addEventListener('message', ({ data: id }: MessageEvent<AccountId | null>) => {
      if (id !== shownId()) void recheck()
    })
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) void recheck()
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void recheck()
    })
  },
})
