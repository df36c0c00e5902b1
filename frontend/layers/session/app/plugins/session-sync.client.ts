import { clearSessionEnded, markSessionEnded } from '../utils/ended-session'
import { accountId } from '../utils/identity'
import type { AccountId } from '../../shared/types/session'
import { useSessionStore } from '../stores/session'
import { useUnsavedWorkStore } from '../stores/unsaved-work'

/**
 * Keeps what a browser shows true to who is logged in.
 *
 * Each tab tells the others whom it shows, and one that shows somebody else asks the API again. A page
 * that comes back from the back/forward cache or to the foreground asks as well. A page of another
 * person is loaded anew, so that nothing of the former one can stay in it, unless there is unsaved work on
 * it: then its author is asked to log in again. One whose visitor cannot be told (no network) stays as it is.
 */
export default defineNuxtPlugin({
  name: 'session-sync',
  dependsOn: ['session'],
  setup() {
    const session = useSessionStore()
    const work = useUnsavedWorkStore()
    const tabs = new BroadcastChannel('session')
    const shown = () => accountId(session.identity)

    async function recheck(): Promise<void> {
      if (session.identity.state === 'unknown') return void await session.ensureIdentity()
      const identity = await session.checkIdentity()
      if (identity.state === 'unknown') return
      if (session.reauthentication) return void session.reconcile(identity)
      if (accountId(identity) === shown()) return
      if (work.exists) return void session.awaitReauthentication(identity)
      if (identity.state === 'anonymous') markSessionEnded()
      window.location.reload()
    }

    watch(() => session.identity, ({ state }) => {
      if (state === 'user') clearSessionEnded()
      if (state !== 'unknown') tabs.postMessage(shown())
    }, { immediate: true })
    tabs.addEventListener('message', ({ data: id }: MessageEvent<AccountId | null>) => {
      if (id !== shown()) void recheck()
    })
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) void recheck()
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void recheck()
    })
  },
})
