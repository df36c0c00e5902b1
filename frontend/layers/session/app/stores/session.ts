import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Interruption } from '../utils/reauthentication'
import { explainMissing, readAccount } from '../utils/session-endpoints'
import type { Account, Credentials, Identity, LoginPath, LogoutPath } from '../../shared/types/session'
import { accountId, anonymous } from '../utils/identity'

/** What came of logging in again: whether the page can go on where it was. */
export type Resumption = 'resumed' | 'somebody-else' | 'cookie-refused'

/**
 * Who is logged in: the one place that knows.
 *
 * The server's answer travels with the page, so a hydrated page asks nothing again.
 */
export const useSessionStore = defineStore('session', () => {
  const { $api, $forgetUserData, $readIdentity } = useNuxtApp()
  const { loginPath, logoutPath } = useRuntimeConfig().public.session
  const identity = ref<Identity>({ state: 'unknown' })
  /** Who the API takes the visitor for while the page goes on showing `identity`; null unless the two differ. */
  const interruption = ref<Identity | null>(null)
  let checking: Promise<Identity> | undefined
  const waiting: ((resumed: boolean) => void)[] = []

  const account = computed(() => identity.value.state === 'user' ? identity.value.account : undefined)

  /** Whether the visitor had a session that is over. */
  const ended = computed(() => identity.value.state === 'anonymous' && identity.value.ended === true)

  /** Takes on an identity; when it takes the place of another person, nothing of that one is kept. */
  function become(next: Identity): void {
    const former = accountId(identity.value)
    if (former !== null && former !== accountId(next)) $forgetUserData()
    identity.value = next
  }

  /** The API has said that nobody is logged in, or not any more. */
  function end(): void {
    become(anonymous(ended.value || account.value !== undefined))
  }

  /** Asks although somebody may be asking: a check that began before a log-in says nothing about it. */
  function askAnew(): Promise<Identity> {
    const asking = checking = $readIdentity().finally(() => {
      if (checking === asking) checking = undefined
    })
    return asking
  }

  /** Asks the API who the visitor is, without taking it on; calls made meanwhile share the answer. */
  function ask(): Promise<Identity> {
    return checking ?? askAnew()
  }

  /** Finds out who the visitor is where that is not known yet; on the server the session plugin has asked already. */
  async function settle(): Promise<Identity> {
    if (import.meta.client && identity.value.state === 'unknown') become(await ask())
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
    become({ state: 'user', account: await sendCredentials(credentials) })
    const seen = await askAnew()
    // The API has just named the account: when it is too busy to say so again, the person is logged in all the same.
    if (seen.state !== 'unknown') become(seen)
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
  async function interrupt(why: Interruption): Promise<boolean> {
    if (!account.value) return false
    return interruptFor(why === 'not_authenticated' ? { state: 'anonymous' } : await ask())
  }

  /** Like `interrupt`, where it is known already whom the API takes the visitor for. */
  async function interruptFor(present: Identity): Promise<boolean> {
    if (isShown(present)) return true
    interruption.value = present
    return new Promise(resolve => waiting.push(resolve))
  }

  /**
   * Logs in without leaving the page. Only the person whose page it is can go on with it: somebody else is
   * told so, and nothing is sent under their name.
   *
   * @throws FetchError when the API refuses; `readProblem` tells why
   */
  async function logInAgain(credentials: Credentials): Promise<Resumption> {
    const claimed: Identity = { state: 'user', account: await sendCredentials(credentials) }
    const present = await askAnew()
    if (present.state === 'anonymous') return 'cookie-refused'
    return meet(present.state === 'user' ? present : claimed) ? 'resumed' : 'somebody-else'
  }

  /** Takes note of whom the API takes the visitor for; the page goes on when it is the person on screen again. */
  function meet(present: Identity): boolean {
    if (!isShown(present)) {
      interruption.value = present
      return false
    }
    identity.value = present
    endInterruption(true)
    return true
  }

  /** The person would rather not log in now: what waits for it fails, and what they wrote stays on the page. */
  function giveUp(): void {
    endInterruption(false)
  }

  function endInterruption(resumed: boolean): void {
    interruption.value = null
    for (const resolve of waiting.splice(0)) resolve(resumed)
  }

  function isShown(present: Identity): boolean {
    return present.state === 'user' && accountId(present) === accountId(identity.value)
  }

  return {
    identity, account, ended, interruption,
    become, end, ask, settle, logIn, logOut, interrupt, interruptFor, logInAgain, meet, giveUp,
  }
})
