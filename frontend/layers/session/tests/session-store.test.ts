import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Identity } from '../app/identity/identity'
import { useSessionStore } from '../app/stores/session'

const ALICE = { id: 1, email: 'alice@example.com', name: 'Alice', is_staff: false }
const BOB = { id: 2, email: 'bob@example.com', name: 'Bob', is_staff: false }

const $api = vi.fn()
const $readIdentity = vi.fn<() => Promise<Identity>>()
const $forgetUserData = vi.fn()

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('useNuxtApp', () => ({ $api, $readIdentity, $forgetUserData }))
  setActivePinia(createPinia())
})

test('nobody is known at first', () => {
  const session = useSessionStore()

  expect(session.identity).toEqual({ state: 'unknown' })
  expect(session.account).toBeUndefined()
})

test('settling asks once, however many wait for it, and not again', async () => {
  $readIdentity.mockResolvedValue({ state: 'user', account: ALICE })
  const session = useSessionStore()

  await Promise.all([session.settle(), session.settle()])
  await session.settle()

  expect($readIdentity).toHaveBeenCalledTimes(1)
  expect(session.account).toEqual(ALICE)
})

test('an API that does not say is asked again the next time', async () => {
  const session = useSessionStore()
  $readIdentity.mockResolvedValueOnce({ state: 'unknown' }).mockResolvedValueOnce({ state: 'anonymous' })

  expect(await session.settle()).toEqual({ state: 'unknown' })
  expect(await session.settle()).toEqual({ state: 'anonymous' })
})

test('log-in is believed when the account can be read with the new cookie', async () => {
  $api.mockResolvedValue(ALICE)
  $readIdentity.mockResolvedValue({ state: 'user', account: ALICE })
  const session = useSessionStore()

  expect(await session.logIn({ email: 'alice@example.com', password: 'secret' })).toEqual({ state: 'user', account: ALICE })
  expect($api.mock.calls).toEqual([['/api/login/', { method: 'POST', body: { email: 'alice@example.com', password: 'secret' } }]])
  expect($readIdentity).toHaveBeenCalledTimes(1)
})

test('log-in whose cookie the browser refuses ends anonymous', async () => {
  $api.mockResolvedValue(ALICE)
  $readIdentity.mockResolvedValue({ state: 'anonymous' })
  const session = useSessionStore()

  await session.logIn({ email: 'alice@example.com', password: 'secret' })

  expect(session.account).toBeUndefined()
})

test('log-in counts when the API is too busy to say so again', async () => {
  $api.mockResolvedValue(ALICE)
  $readIdentity.mockResolvedValue({ state: 'unknown' })
  const session = useSessionStore()

  expect(await session.logIn({ email: 'alice@example.com', password: 'secret' })).toEqual({ state: 'user', account: ALICE })
})

test('a check that began before the log-in says nothing about it', async () => {
  let answerEarlier = (_: Identity) => {}
  $readIdentity.mockReturnValueOnce(new Promise(resolve => answerEarlier = resolve))
  $readIdentity.mockResolvedValueOnce({ state: 'user', account: ALICE })
  $api.mockResolvedValue(ALICE)
  const session = useSessionStore()
  const earlier = session.ask()

  const identity = await session.logIn({ email: 'alice@example.com', password: 'secret' })
  answerEarlier({ state: 'anonymous' })
  await earlier

  expect(identity).toEqual({ state: 'user', account: ALICE })
  expect(session.account).toEqual(ALICE)
})

test('a refused log-in changes nothing', async () => {
  $api.mockRejectedValue(new Error('400'))
  const session = useSessionStore()
  session.become({ state: 'anonymous' })

  await expect(session.logIn({ email: 'alice@example.com', password: 'wrong' })).rejects.toThrow('400')

  expect(session.identity).toEqual({ state: 'anonymous' })
})

test.each<[string, Identity, Identity]>([
  ['another user', { state: 'user', account: ALICE }, { state: 'user', account: BOB }],
  ['nobody', { state: 'user', account: ALICE }, { state: 'anonymous' }],
])('nothing of a user stays when %s takes over', (_, former, next) => {
  const session = useSessionStore()
  session.become(former)
  $forgetUserData.mockClear()

  session.become(next)

  expect($forgetUserData).toHaveBeenCalledTimes(1)
})

test.each<Identity>([{ state: 'unknown' }, { state: 'anonymous' }])('what a page holds for everyone stays when somebody who was $state turns out to be a user', (former) => {
  const session = useSessionStore()
  session.become(former)

  session.become({ state: 'user', account: ALICE })

  expect($forgetUserData).not.toHaveBeenCalled()
})

test('the same user’s data stays', () => {
  const session = useSessionStore()
  session.become({ state: 'user', account: ALICE })
  $forgetUserData.mockClear()

  session.become({ state: 'user', account: { ...ALICE, name: 'Alice M.' } })

  expect($forgetUserData).not.toHaveBeenCalled()
  expect(session.account?.name).toBe('Alice M.')
})
