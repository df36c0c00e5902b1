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

test('the identity is unknown at first', () => {
  const session = useSessionStore()

  expect(session.identity).toEqual({ state: 'unknown' })
  expect(session.account).toBeUndefined()
})

test('ensureIdentity sends one request', async () => {
  $fetchIdentity.mockResolvedValue({ state: 'user', account: ALICE })
  const session = useSessionStore()

  await Promise.all([session.ensureIdentity(), session.ensureIdentity()])
  await session.ensureIdentity()

  expect($fetchIdentity).toHaveBeenCalledTimes(1)
  expect(session.account).toEqual(ALICE)
})

test('ensureIdentity retries after an outage', async () => {
  const session = useSessionStore()
  $fetchIdentity.mockResolvedValueOnce({ state: 'unknown' }).mockResolvedValueOnce({ state: 'anonymous' })

  expect(await session.ensureIdentity()).toEqual({ state: 'unknown' })
  expect(await session.ensureIdentity()).toEqual({ state: 'anonymous' })
})

test('logIn confirms the account', async () => {
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'user', account: ALICE })
  const session = useSessionStore()

  expect(await session.logIn({ email: 'alice@example.com', password: 'secret' })).toEqual({ state: 'user', account: ALICE })
  expect($api.mock.calls).toEqual([['/api/login/', { method: 'POST', body: { email: 'alice@example.com', password: 'secret' } }]])
  expect($fetchIdentity).toHaveBeenCalledTimes(1)
})

test('a refused cookie means anonymous', async () => {
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'anonymous' })
  const session = useSessionStore()

  await session.logIn({ email: 'alice@example.com', password: 'secret' })

  expect(session.account).toBeUndefined()
})

test('logIn survives an outage of the check', async () => {
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'unknown' })
  const session = useSessionStore()

  expect(await session.logIn({ email: 'alice@example.com', password: 'secret' })).toEqual({ state: 'user', account: ALICE })
})

test('logIn ignores an earlier check', async () => {
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

test('a failed log-in changes nothing', async () => {
  $api.mockRejectedValue(new Error('400'))
  const session = useSessionStore()
  session.setIdentity({ state: 'anonymous' })

  await expect(session.logIn({ email: 'alice@example.com', password: 'wrong' })).rejects.toThrow('400')

  expect(session.identity).toEqual({ state: 'anonymous' })
})

test.each<[string, Identity, Identity]>([
  ['another user', { state: 'user', account: ALICE }, { state: 'user', account: BOB }],
  ['an anonymous visitor', { state: 'user', account: ALICE }, { state: 'anonymous' }],
])('%s clears the user data', (_, former, next) => {
  const session = useSessionStore()
  session.setIdentity(former)
  $clearUserData.mockClear()

  session.setIdentity(next)

  expect($clearUserData).toHaveBeenCalledTimes(1)
})

test.each<Identity>([{ state: 'unknown' }, { state: 'anonymous' }])('logging in from $state keeps the data', (former) => {
  const session = useSessionStore()
  session.setIdentity(former)

  session.setIdentity({ state: 'user', account: ALICE })

  expect($clearUserData).not.toHaveBeenCalled()
})

test('the same account keeps its data', () => {
  const session = useSessionStore()
  session.setIdentity({ state: 'user', account: ALICE })
  $clearUserData.mockClear()

  session.setIdentity({ state: 'user', account: { ...ALICE, name: 'Alice M.' } })

  expect($clearUserData).not.toHaveBeenCalled()
  expect(session.account?.name).toBe('Alice M.')
})

/** A page of Alice that waits for her to log in again. */
function waitingPage() {
  const session = useSessionStore()
  session.setIdentity({ state: 'user', account: ALICE })
  const resumed = vi.fn()
  void session.requireReauthentication('not_authenticated').then(resumed)
  return { session, resumed }
}

const CREDENTIALS = { email: 'alice@example.com', password: 'secret' }

test('the page keeps its author', () => {
  const { session, resumed } = waitingPage()

  expect(session.reauthentication).toEqual({ state: 'anonymous' })
  expect(session.account).toEqual(ALICE)
  expect(resumed).not.toHaveBeenCalled()
})

test('a log-in of the author resumes the page', async () => {
  const { session, resumed } = waitingPage()
  const second = session.requireReauthentication('not_authenticated')
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'user', account: ALICE })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('resumed')

  expect(await second).toBe(true)
  expect(resumed.mock.calls).toEqual([[true]])
  expect(session.reauthentication).toBeNull()
  expect($clearUserData).not.toHaveBeenCalled()
})

test('another account does not resume the page', async () => {
  const { session, resumed } = waitingPage()
  $api.mockResolvedValue(BOB)
  $fetchIdentity.mockResolvedValue({ state: 'user', account: BOB })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('account-mismatch')

  expect(resumed).not.toHaveBeenCalled()
  expect(session.account).toEqual(ALICE)
  expect(session.reauthentication).toEqual({ state: 'user', account: BOB })
  expect($clearUserData).not.toHaveBeenCalled()
})

test('a refused cookie does not resume the page', async () => {
  const { session, resumed } = waitingPage()
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'anonymous' })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('cookie-refused')
  expect(resumed).not.toHaveBeenCalled()
})

test('reauthenticate ignores an earlier check', async () => {
  const { session } = waitingPage()
  let answerEarly: (identity: object) => void = () => undefined
  $fetchIdentity.mockReturnValueOnce(new Promise(resolve => answerEarly = resolve)).mockResolvedValue({ state: 'user', account: ALICE })
  const early = session.checkIdentity()
  $api.mockResolvedValue(ALICE)

  const result = session.reauthenticate(CREDENTIALS)
  answerEarly({ state: 'anonymous' })

  expect(await result).toBe('resumed')
  expect(await early).toEqual({ state: 'anonymous' })
})

test('reauthenticate survives an outage of the check', async () => {
  const { session, resumed } = waitingPage()
  $api.mockResolvedValue(ALICE)
  $fetchIdentity.mockResolvedValue({ state: 'unknown' })

  expect(await session.reauthenticate(CREDENTIALS)).toBe('resumed')
  await vi.waitFor(() => expect(resumed.mock.calls).toEqual([[true]]))
})

test('after a cancel it asks again', async () => {
  const { session, resumed } = waitingPage()

  session.cancelReauthentication()

  await vi.waitFor(() => expect(resumed.mock.calls).toEqual([[false]]))
  expect(session.reauthentication).toBeNull()
  void session.requireReauthentication('not_authenticated')
  expect(session.reauthentication).toEqual({ state: 'anonymous' })
})

test('a log-in in another tab resumes the page', async () => {
  const { session, resumed } = waitingPage()

  expect(session.reconcile({ state: 'user', account: ALICE })).toBe(true)

  await vi.waitFor(() => expect(resumed.mock.calls).toEqual([[true]]))
})

test('other_account fetches the identity', async () => {
  $fetchIdentity.mockResolvedValue({ state: 'user', account: BOB })
  const session = useSessionStore()
  session.setIdentity({ state: 'user', account: ALICE })

  void session.requireReauthentication('other_account')

  await vi.waitFor(() => expect(session.reauthentication).toEqual({ state: 'user', account: BOB }))
})

test('an anonymous page requires no log-in', async () => {
  const session = useSessionStore()
  session.setIdentity({ state: 'anonymous' })

  expect(await session.requireReauthentication('not_authenticated')).toBe(false)
  expect(session.reauthentication).toBeNull()
})

test('markEnded remembers an ended session', async () => {
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
  ['a response without an account', () => $api.mockResolvedValue(undefined), 'POST /api/login/ answered with undefined. Expected: the account'],
])('logIn reports %s', async (_, answer, words) => {
  const logged = vi.spyOn(console, 'error').mockReturnValue()
  answer()
  const session = useSessionStore()

  await expect(session.logIn(CREDENTIALS)).rejects.toThrow(words)

  expect(logged.mock.calls).toEqual([[expect.stringContaining(words)]])
  expect(session.identity).toEqual({ state: 'unknown' })
})
