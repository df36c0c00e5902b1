import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { ReauthenticationReason } from '../utils/reauthentication'
import { explainMissing, readAccount } from '../utils/session-endpoints'
import type { Account, Credentials, Identity, LoginPath, LogoutPath } from '../../shared/types/session'
import { accountId, anonymous } from '../utils/identity'

/** Result of logging in again without leaving the page. */
export type ReauthenticationResult = 'resumed' | 'account-mismatch' | 'cookie-refused'

/** The visitor's session: identity, log-in and log-out. The browser takes over the server's state and does not fetch it again. */
export const useSessionStore = defineStore('session', () => {
  const { $api, $clearUserData, $fetchIdentity } = useNuxtApp()
  const { loginPath, logoutPath } = useRuntimeConfig().public.session
  const identity = ref<Identity>({ state: 'unknown' })
  /** The API's identity while it differs from the one on the page, and the author has to log in again; else null. */
  const reauthentication = ref<Identity | null>(null)
  let checking: Promise<Identity> | undefined
  const waiting: ((resumed: boolean) => void)[] = []

  /** The logged-in account; undefined for others. */
  const account = computed(() => identity.value.state === 'user' ? identity.value.account : undefined)

  /** Whether the visitor had a session that ended. */
  const ended = computed(() => identity.value.state === 'anonymous' && identity.value.ended === true)

  /** Sets the identity; clears all user data if the account changes. */
  function setIdentity(next: Identity): void {
    const previous = accountId(identity.value)
    if (previous !== null && previous !== accountId(next)) $clearUserData()
    identity.value = next
  }

  /** Sets the identity to anonymous after the API answered `not_authenticated`. */
  function markEnded(): void {
    setIdentity(anonymous(ended.value || account.value !== undefined))
  }

  /** Fetches the identity again; a check from before a log-in is outdated. */
  function recheckIdentity(): Promise<Identity> {
    const check = $fetchIdentity().finally(() => {
      if (checking === check) checking = undefined
    })
    checking = check
    return check
  }

  /** Fetches the identity without setting it; concurrent calls share one request. */
  function checkIdentity(): Promise<Identity> {
    return checking ?? recheckIdentity()
  }

  /** Fetches and sets the identity if it is unknown. On the server the session plugin does so. */
  async function ensureIdentity(): Promise<Identity> {
    if (import.meta.client && identity.value.state === 'unknown') setIdentity(await checkIdentity())
    return identity.value
  }

  async function sendCredentials(credentials: Credentials): Promise<Account> {
    const body = await $api(loginPath as LoginPath, { method: 'POST', body: credentials }).catch(explainMissing('loginPath'))
    return readAccount(body, `POST ${loginPath}`)
  }

  /**
   * Logs in, then fetches the account with the new cookie.
   *
   * @returns anonymous if the browser refused the cookie
   * @throws FetchError if the API refuses; see `readProblem`
   */
  async function logIn(credentials: Credentials): Promise<Identity> {
    return completeLogin(await sendCredentials(credentials))
  }

  /**
   * Sets the identity to the account in the answer to a log-in, then fetches it with the new cookie.
   *
   * @returns anonymous if the browser refused the cookie
   */
  async function completeLogin(loggedIn: Account): Promise<Identity> {
    setIdentity({ state: 'user', account: loggedIn })
    const confirmed = await recheckIdentity()
    // If the check fails, the account of the log-in response stays.
    if (confirmed.state !== 'unknown') setIdentity(confirmed)
    return identity.value
  }

  /** Ends the session at the API. The caller then loads a new document, so that no user data remains. */
  async function logOut(): Promise<void> {
    await $api(logoutPath as LogoutPath, { method: 'POST' }).catch(explainMissing('logoutPath'))
  }

  /**
   * Asks the author of the page to log in again, and keeps the page as it is.
   *
   * @param reason error code of the API
   * @returns whether the author logged in again; false if cancelled
   */
  async function requireReauthentication(reason: ReauthenticationReason): Promise<boolean> {
    if (!account.value) return false
    return awaitReauthentication(reason === 'not_authenticated' ? { state: 'anonymous' } : await checkIdentity())
  }

  /** Like `requireReauthentication`, with the API's current identity. */
  async function awaitReauthentication(current: Identity): Promise<boolean> {
    if (isAccountOfPage(current)) return true
    reauthentication.value = current
    return new Promise(resolve => waiting.push(resolve))
  }

  /**
   * Logs in without leaving the page. Another account does not resume it.
   *
   * @throws FetchError if the API refuses; see `readProblem`
   */
  async function reauthenticate(credentials: Credentials): Promise<ReauthenticationResult> {
    const loggedIn: Identity = { state: 'user', account: await sendCredentials(credentials) }
    const current = await recheckIdentity()
    if (current.state === 'anonymous') return 'cookie-refused'
    return reconcile(current.state === 'user' ? current : loggedIn) ? 'resumed' : 'account-mismatch'
  }

  /** Compares the API's identity with the page's. @returns true, and resumes the page, if they match */
  function reconcile(current: Identity): boolean {
    if (!isAccountOfPage(current)) {
      reauthentication.value = current
      return false
    }
    identity.value = current
    endReauthentication(true)
    return true
  }

  /** Cancels the log-in: waiting requests fail, and the page stays as it is. */
  function cancelReauthentication(): void {
    endReauthentication(false)
  }

  function endReauthentication(resumed: boolean): void {
    reauthentication.value = null
    for (const resolve of waiting.splice(0)) resolve(resumed)
  }

  function isAccountOfPage(current: Identity): boolean {
    return current.state === 'user' && accountId(current) === accountId(identity.value)
  }

  return {
    identity, account, ended, reauthentication,
    setIdentity, markEnded, checkIdentity, ensureIdentity, logIn, completeLogin, logOut,
    requireReauthentication, awaitReauthentication, reauthenticate, reconcile, cancelReauthentication,
  }
})
