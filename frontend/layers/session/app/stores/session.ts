import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { ReauthenticationReason } from '../utils/reauthentication'
import { explainMissing, readAccount } from '../utils/session-endpoints'
import type { Account, Credentials, Identity, LoginPath, LogoutPath } from '../../shared/types/session'
import { accountId, anonymous } from '../utils/identity'

/** What came of logging in again: whether the page can go on where it was. */
export type ReauthenticationResult = 'resumed' | 'account-mismatch' | 'cookie-refused'

/**
 * Who is logged in: the one place that knows.
 *
 * The server's answer travels with the page, so a hydrated page asks nothing again.
 */
export const useSessionStore = defineStore('session', () => {
  const { $api, $clearUserData, $fetchIdentity } = useNuxtApp()
  const { loginPath, logoutPath } = useRuntimeConfig().public.session
  const identity = ref<Identity>({ state: 'unknown' })
  /** Who the API takes the visitor for while the page goes on showing `identity`; null unless the two differ. */
  const reauthentication = ref<Identity | null>(null)
  let checking: Promise<Identity> | undefined
  const waiting: ((resumed: boolean) => void)[] = []

  const account = computed(() => identity.value.state === 'user' ? identity.value.account : undefined)

  /** Whether the visitor had a session that is over. */
  const ended = computed(() => identity.value.state === 'anonymous' && identity.value.ended === true)

  /** Takes on an identity; when it takes the place of another person, nothing of that one is kept. */
  function setIdentity(next: Identity): void {
    const former = accountId(identity.value)
    if (former !== null && former !== accountId(next)) $clearUserData()
    identity.value = next
  }

  /** The API has said that nobody is logged in, or not any more. */
  function markEnded(): void {
    setIdentity(anonymous(ended.value || account.value !== undefined))
  }

  /** Asks although somebody may be asking: a check that began before a log-in says nothing about it. */
  function recheckIdentity(): Promise<Identity> {
    const asking = checking = $fetchIdentity().finally(() => {
      if (checking === asking) checking = undefined
    })
    return asking
  }

  /** Asks the API who the visitor is, without taking it on; calls made meanwhile share the answer. */
  function checkIdentity(): Promise<Identity> {
    return checking ?? recheckIdentity()
  }

  /** Finds out who the visitor is where that is not known yet; on the server the session plugin has asked already. */
  async function ensureIdentity(): Promise<Identity> {
    if (import.meta.client && identity.value.state === 'unknown') setIdentity(await checkIdentity())
    return identity.value
  }

  async function sendCredentials(credentials: Credentials): Promise<Account> {
    const answer = await $api(loginPath as LoginPath, { method: 'POST', body: credentials }).catch(explainMissing('loginPath'))
    return readAccount(answer, `POST ${loginPath}`)
  }

  /**
   * Logs in, then reads the account with the new cookie: only that proves that the browser kept it.
   *
   * @throws FetchError when the API refuses; `readProblem` tells why
   */
  async function logIn(credentials: Credentials): Promise<Identity> {
    setIdentity({ state: 'user', account: await sendCredentials(credentials) })
    const seen = await recheckIdentity()
    // The API has just named the account: when it is too busy to say so again, the person is logged in all the same.
    if (seen.state !== 'unknown') setIdentity(seen)
    return identity.value
  }

  /** Ends the session at the API. The caller leaves the page afterwards, so that nothing of the person stays in it. */
  async function logOut(): Promise<void> {
    await $api(logoutPath as LogoutPath, { method: 'POST' }).catch(explainMissing('logoutPath'))
  }

  /**
   * The session of the person on screen has ended, and there is work of theirs that must not be lost:
   * the page stays as it is until they log in again, or give up.
   *
   * @returns whether they are logged in again
   */
  async function requireReauthentication(why: ReauthenticationReason): Promise<boolean> {
    if (!account.value) return false
    return awaitReauthentication(why === 'not_authenticated' ? { state: 'anonymous' } : await checkIdentity())
  }

  /** Like `requireReauthentication`, where it is known already whom the API takes the visitor for. */
  async function awaitReauthentication(present: Identity): Promise<boolean> {
    if (isShown(present)) return true
    reauthentication.value = present
    return new Promise(resolve => waiting.push(resolve))
  }

  /**
   * Logs in without leaving the page. Only the person whose page it is can go on with it: somebody else is
   * told so, and nothing is sent under their name.
   *
   * @throws FetchError when the API refuses; `readProblem` tells why
   */
  async function reauthenticate(credentials: Credentials): Promise<ReauthenticationResult> {
    const claimed: Identity = { state: 'user', account: await sendCredentials(credentials) }
    const present = await recheckIdentity()
    if (present.state === 'anonymous') return 'cookie-refused'
    return reconcile(present.state === 'user' ? present : claimed) ? 'resumed' : 'account-mismatch'
  }

  /** Takes note of whom the API takes the visitor for; the page goes on when it is the person on screen again. */
  function reconcile(present: Identity): boolean {
    if (!isShown(present)) {
      reauthentication.value = present
      return false
    }
    identity.value = present
    endReauthentication(true)
    return true
  }

  /** The person would rather not log in now: what waits for it fails, and what they wrote stays on the page. */
  function cancelReauthentication(): void {
    endReauthentication(false)
  }

  function endReauthentication(resumed: boolean): void {
    reauthentication.value = null
    for (const resolve of waiting.splice(0)) resolve(resumed)
  }

  function isShown(present: Identity): boolean {
    return present.state === 'user' && accountId(present) === accountId(identity.value)
  }

  return {
    identity, account, ended, reauthentication,
    setIdentity, markEnded, checkIdentity, ensureIdentity, logIn, logOut,
    requireReauthentication, awaitReauthentication, reauthenticate, reconcile, cancelReauthentication,
  }
})
