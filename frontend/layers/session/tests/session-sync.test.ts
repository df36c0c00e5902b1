import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { watch } from 'vue'
import { markSessionEnded, wasSessionEnded } from '../app/utils/ended-session'
import type { Identity } from '../shared/types/session'
import { useSessionStore } from '../app/stores/session'
import { SETTINGS } from './settings'
import { useUnsavedWorkStore } from '../app/stores/unsaved-work'
import { storage } from './storage'

const ALICE = { id: 1, email: 'alice@example.com', name: 'Alice', is_staff: false }
const BOB = { id: 2, email: 'bob@example.com', name: 'Bob', is_staff: false }
const AS_ALICE: Identity = { state: 'user', account: ALICE }
const AS_BOB: Identity = { state: 'user', account: BOB }
const ANONYMOUS: Identity = { state: 'anonymous' }

const $fetchIdentity = vi.fn<() => Promise<Identity>>()
const reload = vi.fn()

/** A BroadcastChannel that records messages. */
class Channel extends EventTarget {
  static latest: Channel
  posted: unknown[] = []

  constructor() {
    super()
    Channel.latest = this
  }

  postMessage(message: unknown) {
    this.posted.push(message)
  }
}

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('defineNuxtPlugin', (plugin: unknown) => plugin)
  vi.stubGlobal('watch', watch)
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.stubGlobal('useNuxtApp', () => ({ $fetchIdentity, $clearUserData: vi.fn() }))
  vi.stubGlobal('window', Object.assign(new EventTarget(), { location: { reload }, sessionStorage: storage() }))
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  vi.stubGlobal('useRuntimeConfig', () => ({ public: { session: SETTINGS } }))
  setActivePinia(createPinia())
})

/** A page of Alice. */
async function pageOfAlice() {
  const session = useSessionStore()
  session.setIdentity(AS_ALICE)
  const { default: plugin } = await import('../app/plugins/session-sync.client')
  ;(plugin as unknown as { setup: () => void }).setup()
  return { session, work: useUnsavedWorkStore(), tabs: Channel.latest }
}

/** A message from another tab, which the API confirms. */
async function receive(tabs: Channel, identity: Identity) {
  $fetchIdentity.mockResolvedValue(identity)
  tabs.dispatchEvent(new MessageEvent('message', { data: identity.state === 'user' ? identity.account.id : null }))
  await vi.waitFor(() => expect($fetchIdentity).toHaveBeenCalled())
  await new Promise(resolve => setTimeout(resolve))
}

test('it sends the account’s id to other tabs', async () => {
  const { tabs } = await pageOfAlice()

  expect(tabs.posted).toEqual([ALICE.id])
})

test.each([AS_BOB, ANONYMOUS])('without unsaved work it reloads', async (present) => {
  const { session, tabs } = await pageOfAlice()

  await receive(tabs, present)

  expect(reload).toHaveBeenCalledTimes(1)
  expect(session.reauthentication).toBeNull()
  expect(wasSessionEnded()).toBe(present === ANONYMOUS)
})

test('a log-in clears the ended session', async () => {
  markSessionEnded()

  const { session } = await pageOfAlice()

  expect(session.account).toEqual(ALICE)
  expect(wasSessionEnded()).toBe(false)
})

test('it reloads without sessionStorage', async () => {
  const { tabs } = await pageOfAlice()
  vi.spyOn(window.sessionStorage, 'setItem').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError')
  })

  await receive(tabs, ANONYMOUS)

  expect(reload).toHaveBeenCalledTimes(1)
  expect(wasSessionEnded()).toBe(false)
})

test.each([AS_BOB, ANONYMOUS])('with unsaved work it requires a log-in', async (present) => {
  const { session, work, tabs } = await pageOfAlice()
  work.register('editor', () => 'Leave?')

  await receive(tabs, present)

  expect(reload).not.toHaveBeenCalled()
  expect(session.reauthentication).toEqual(present)
  expect(session.account).toEqual(ALICE)
})

test('the author’s return resumes the page', async () => {
  const { session, work, tabs } = await pageOfAlice()
  work.register('editor', () => 'Leave?')
  await receive(tabs, AS_BOB)

  $fetchIdentity.mockClear().mockResolvedValue(AS_ALICE)
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(session.reauthentication).toBeNull())

  expect(session.account).toEqual(ALICE)
  expect(reload).not.toHaveBeenCalled()
})

test('the dialog follows the session', async () => {
  const { session, work, tabs } = await pageOfAlice()
  work.register('editor', () => 'Leave?')
  await receive(tabs, AS_BOB)

  $fetchIdentity.mockClear()
  await receive(tabs, ANONYMOUS)

  expect(session.reauthentication).toEqual(ANONYMOUS)
})

test('an outage changes nothing', async () => {
  const { session, work, tabs } = await pageOfAlice()
  work.register('editor', () => 'Leave?')
  $fetchIdentity.mockResolvedValue({ state: 'unknown' } as Identity)

  tabs.dispatchEvent(new MessageEvent('message', { data: BOB.id }))
  await vi.waitFor(() => expect($fetchIdentity).toHaveBeenCalled())
  await new Promise(resolve => setTimeout(resolve))

  expect(session.reauthentication).toBeNull()
  expect(reload).not.toHaveBeenCalled()
})

test('it ignores the same account', async () => {
  const { tabs } = await pageOfAlice()

  tabs.dispatchEvent(new MessageEvent('message', { data: ALICE.id }))

  expect($fetchIdentity).not.toHaveBeenCalled()
})
