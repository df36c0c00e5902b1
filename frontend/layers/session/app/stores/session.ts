import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { accountId, type Identity } from '../identity/identity'
import type { ApiOptions } from '../api/typed-api'

/** E-mail address and password. */
export type Credentials = NonNullable<ApiOptions<'/api/login/', 'post'>['body']>

/**
 * Who is logged in: the one place that knows.
 *
 * The server's answer travels with the page, so a hydrated page asks nothing again.
 */
export const useSessionStore = defineStore('session', () => {
  const { $api, $forgetUserData, $readIdentity } = useNuxtApp()
  const identity = ref<Identity>({ state: 'unknown' })
  let checking: Promise<Identity> | undefined

  const account = computed(() => identity.value.state === 'user' ? identity.value.account : undefined)

  /** Takes on an identity; when it takes the place of another person, nothing of that one is kept. */
  function become(next: Identity): void {
    const former = accountId(identity.value)
    if (former !== null && former !== accountId(next)) $forgetUserData()
    identity.value = next
  }

  function askAnew(): Promise<Identity> {
    const asking = $readIdentity().finally(() => {
      if (checking === asking) checking = undefined
    })
    return asking
  }

  /** Asks the API who the visitor is, without taking it on; calls made meanwhile share the answer. */
  function ask(): Promise<Identity> {
    checking ??= askAnew()
    return checking
  }

  /** Finds out who the visitor is where that is not known yet; on the server the session plugin has asked already. */
  async function settle(): Promise<Identity> {
    if (import.meta.client && identity.value.state === 'unknown') become(await ask())
    return identity.value
  }

  /**
   * Logs in, then reads the account with the new cookie: only that proves that the browser kept it.
   *
   * @throws FetchError when the API refuses; `readProblem` tells why
   */
  async function logIn(credentials: Credentials): Promise<Identity> {
    become({ state: 'user', account: await $api('/api/login/', { method: 'POST', body: credentials }) })
    // A check that began before the log-in says nothing about it.
    checking = askAnew()
    const seen = await checking
    // The API has just named the account: when it is too busy to say so again, the person is logged in all the same.
    if (seen.state !== 'unknown') become(seen)
    return identity.value
  }

  /** Ends the session at the API. The caller leaves the page afterwards, so that nothing of the person stays in it. */
  async function logOut(): Promise<void> {
    await $api('/api/logout/', { method: 'POST' })
  }

  return { identity, account, become, ask, settle, logIn, logOut }
})
