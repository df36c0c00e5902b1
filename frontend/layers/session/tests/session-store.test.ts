import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Identity } from '../shared/types/session'
import { useSessionStore } from '../app/stores/session'
import { SETTINGS } from './settings'

const ALICE = { id: 1, email: 'alice@example.com', name: 'Alice', is_staff: false }
const BOB = { id: 2, email: 'bob@example.com', name: 'Bob', is_staff: false }

const $api = vi.fn()
const $fetchIdentity = vi.fn<() => Promise<Identity>>()
const $clearUserData = vi.fn()

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('useNuxtApp', () => ({ $api, $fetchIdentity, $clearUserData }))
  vi.stubGlobal('useRuntimeConfig', () => ({ public: { session: SETTINGS } }))
  setActivePinia(createPinia())
})

test('nobody is known at first', () => {
  const session = useSessionStore()

  expect(session.identity).toEqual({ state: 'unknown' })
  expect(session.account).toBeUndefined()
})

test('settling asks once, however many wait for it, and not again', async () => {
  $fetchIdentity.mockResolvedValue({ state: 'user', account: ALICE })
  const session = useSessionStore()

  await Promise.all([session.ensureIdentity(), session.ensureIdentity()])
  await session.ensureIdentity()

  expect($fetchIdentity).toHaveBeenCalledTimes(1)
  expect(session.account).toEqual(ALICE)
})

test('an API that does not say is asked again the next time', async () => {
  const session = useSessionStore()
  $fetchIdentity.mockResolvedValueOnce({ state: 'unknown' }).mockResolvedValueOnce({ state: 'anonymous' })

  expect(await session.ensureIdentity()).toEqual({ state: 'unknown' })
  expect(await session.ensureIdentity()).toEqual({ state: 'anonymous' })
})

test('log-in is believed when the account can be read with the new cookie', async () => {
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'user', account: ALICE })
  const session = useSessionStore()

  expect(await session.logIn({ email: 'alice@example.com', password: 'secret' })).toEqual({ state: 'user', account: ALICE })
  expect($api.mock.calls).toEqual([['/api/login/', { method: 'POST', body: { email: 'alice@example.com', password: 'secret' } }]])
  expect($fetchIdentity).toHaveBeenCalledTimes(1)
})

test('log-in whose cookie the browser refuses ends anonymous', async () => {
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'anonymous' })
  const session = useSessionStore()

  await session.logIn({ email: 'alice@example.com', password: 'secret' })

  expect(session.account).toBeUndefined()
})

test('log-in counts when the API is too busy to say so again', async () => {
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'unknown' })
  const session = useSessionStore()

  expect(await session.logIn({ email: 'alice@example.com', password: 'secret' })).toEqual({ state: 'user', account: ALICE })
})

test('a check that began before the log-in says nothing about it', async () => {
  let answerEarlier = (_: Identity) => {}
  $fetchIdentity.mockReturnValueOnce(new Promise(resolve => answerEarlier = resolve))
  $fetchIdentity.mockResolvedValueOnce({ state: 'user', account: ALICE })
  $api.mockResolvedValue(ALICE)
  const session = useSessionStore()
  const earlier = session.checkIdentity()

  const identity = await session.logIn({ email: 'alice@example.com', password: 'secret' })
  answerEarlier({ state: 'anonymous' })
  await earlier

  expect(identity).toEqual({ state: 'user', account: ALICE })
  expect(session.account).toEqual(ALICE)
})

test('a refused log-in changes nothing', async () => {
  $api.mockRejectedValue(new Error('400'))
  const session = useSessionStore()
  session.setIdentity({ state: 'anonymous' })

  await expect(session.logIn({ email: 'alice@example.com', password: 'wrong' })).rejects.toThrow('400')

  expect(session.identity).toEqual({ state: 'anonymous' })
})

test.each<[string, Identity, Identity]>([
  ['another user', { state: 'user', account: ALICE }, { state: 'user', account: BOB }],
  ['nobody', { state: 'user', account: ALICE }, { state: 'anonymous' }],
])('nothing of a user stays when %s takes over', (_, former, next) => {
  const session = useSessionStore()
  session.setIdentity(former)
  $clearUserData.mockClear()

  session.setIdentity(next)

  expect($clearUserData).toHaveBeenCalledTimes(1)
})

test.each<Identity>([{ state: 'unknown' }, { state: 'anonymous' }])('what a page holds for everyone stays when somebody who was $state turns out to be a user', (former) => {
  const session = useSessionStore()
  session.setIdentity(former)

  session.setIdentity({ state: 'user', account: ALICE })

  expect($clearUserData).not.toHaveBeenCalled()
})

test('the same user’s data stays', () => {
  const session = useSessionStore()
  session.setIdentity({ state: 'user', account: ALICE })
  $clearUserData.mockClear()

  session.setIdentity({ state: 'user', account: { ...ALICE, name: 'Alice M.' } })

  expect($clearUserData).not.toHaveBeenCalled()
  expect(session.account?.name).toBe('Alice M.')
})

/** The page shows Alice, whose session has ended while something was to be sent. */
function interrupted() {
  const session = useSessionStore()
  session.setIdentity({ state: 'user', account: ALICE })
  const resumed = vi.fn()
  void session.requireReauthentication('not_authenticated').then(resumed)
  return { session, resumed }
}

const CREDENTIALS = { email: 'someone@example.com', password: 'secret' }

test('an interrupted page goes on showing its author', () => {
  const { session, resumed } = interrupted()

  expect(session.reauthentication).toEqual({ state: 'anonymous' })
  expect(session.account).toEqual(ALICE)
  expect(resumed).not.toHaveBeenCalled()
})

test('the author logs in again: all that waits goes on', async () => {
  const { session, resumed } = interrupted()
  const second = session.requireReauthentication('not_authenticated')
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'user', account: ALICE })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('resumed')

  expect(await second).toBe(true)
  expect(resumed.mock.calls).toEqual([[true]])
  expect(session.reauthentication).toBeNull()
  expect($clearUserData).not.toHaveBeenCalled()
})

test('somebody else logs in: nothing goes on, and the page stays its author’s', async () => {
  const { session, resumed } = interrupted()
  $api.mockResolvedValue(BOB)
  $fetchIdentity.mockResolvedValue({ state: 'user', account: BOB })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('account-mismatch')

  expect(resumed).not.toHaveBeenCalled()
  expect(session.account).toEqual(ALICE)
  expect(session.reauthentication).toEqual({ state: 'user', account: BOB })
  expect($clearUserData).not.toHaveBeenCalled()
})

test('a browser that does not keep the cookie is told, and nothing goes on', async () => {
  const { session, resumed } = interrupted()
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'anonymous' })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('cookie-refused')
  expect(resumed).not.toHaveBeenCalled()
})

test('a check that began before logging in again says nothing about it', async () => {
  const { session } = interrupted()
  let answerEarly: (identity: object) => void = () => undefined
  $fetchIdentity.mockReturnValueOnce(new Promise(resolve => answerEarly = resolve)).mockResolvedValue({ state: 'user', account: ALICE })
  const early = session.checkIdentity()
  $api.mockResolvedValue(ALICE)

  const outcome = session.reauthenticate(CREDENTIALS)
  answerEarly({ state: 'anonymous' })

  expect(await outcome).toBe('resumed')
  expect(await early).toEqual({ state: 'anonymous' })
})

test('an API that does not say whom it sees afterwards has said so at the log-in', async () => {
  const { session, resumed } = interrupted()
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'unknown' })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('resumed')
  await vi.waitFor(() => expect(resumed.mock.calls).toEqual([[true]]))
})

test('who gives up is asked again the next time', async () => {
  const { session, resumed } = interrupted()

  session.cancelReauthentication()

  await vi.waitFor(() => expect(resumed.mock.calls).toEqual([[false]]))
  expect(session.reauthentication).toBeNull()
  void session.requireReauthentication('not_authenticated')
  expect(session.reauthentication).toEqual({ state: 'anonymous' })
})

test('the author logs in again in another tab: the page goes on', async () => {
  const { session, resumed } = interrupted()

  expect(session.reconcile({ state: 'user', account: ALICE })).toBe(true)

  await vi.waitFor(() => expect(resumed.mock.calls).toEqual([[true]]))
})

test('where somebody else is said to be logged in, the API is asked who', async () => {
  $fetchIdentity.mockResolvedValue({ state: 'user', account: BOB })
  const session = useSessionStore()
  session.setIdentity({ state: 'user', account: ALICE })

  void session.requireReauthentication('other_account')

  await vi.waitFor(() => expect(session.reauthentication).toEqual({ state: 'user', account: BOB }))
})

test('a page that shows nobody has no author to ask', async () => {
  const session = useSessionStore()
  session.setIdentity({ state: 'anonymous' })

  expect(await session.requireReauthentication('not_authenticated')).toBe(false)
  expect(session.reauthentication).toBeNull()
})

test('a session ends for whoever had one, and stays ended until somebody logs in', async () => {
  const session = useSessionStore()
  session.markEnded()
  expect(session.identity).toEqual({ state: 'anonymous' })
  expect(session.ended).toBe(false)

  session.setIdentity({ state: 'user', account: ALICE })
  session.markEnded()
  session.markEnded()
  expect(session.identity).toEqual({ state: 'anonymous', ended: true })
  expect(session.ended).toBe(true)

  session.setIdentity({ state: 'user', account: ALICE })
  expect(session.ended).toBe(false)
})

test.each<[string, () => void, string]>([
  ['a missing endpoint', () => $api.mockRejectedValue({ status: 404 }), 'POST /api/login/ answered 404: the API has no such endpoint. NUXT_PUBLIC_SESSION_LOGIN_PATH sets the path.'],
  ['an answer without account', () => $api.mockResolvedValue(undefined), 'POST /api/login/ answered with undefined. Expected: the account'],
])('%s to the log-in is named, and nobody is logged in', async (_, answer, words) => {
  const told = vi.spyOn(console, 'error').mockReturnValue()
  answer()
  const session = useSessionStore()

  await expect(session.logIn(CREDENTIALS)).rejects.toThrow(words)

  expect(told.mock.calls).toEqual([[expect.stringContaining(words)]])
  expect(session.identity).toEqual({ state: 'unknown' })
})
