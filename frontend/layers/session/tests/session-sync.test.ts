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
const NOBODY: Identity = { state: 'anonymous' }

const $fetchIdentity = vi.fn<() => Promise<Identity>>()
const reload = vi.fn()

/** The channel between tabs: this one's messages, and a way to send it some. */
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

/** A page that shows Alice. */
async function aPage() {
  const session = useSessionStore()
  session.setIdentity(AS_ALICE)
  const { default: plugin } = await import('../app/plugins/session-sync.client')
  ;(plugin as unknown as { setup: () => void }).setup()
  return { session, work: useUnsavedWorkStore(), tabs: Channel.latest }
}

/** Another tab says whom it shows, and the API agrees. */
async function hear(tabs: Channel, identity: Identity) {
  $fetchIdentity.mockResolvedValue(identity)
  tabs.dispatchEvent(new MessageEvent('message', { data: identity.state === 'user' ? identity.account.id : null }))
  await vi.waitFor(() => expect($fetchIdentity).toHaveBeenCalled())
  await new Promise(resolve => setTimeout(resolve))
}

test('a page tells the other tabs whom it shows', async () => {
  const { tabs } = await aPage()

  expect(tabs.posted).toEqual([ALICE.id])
})

test.each([AS_BOB, NOBODY])('a page without unsaved work is loaded anew', async (present) => {
  const { session, tabs } = await aPage()

  await hear(tabs, present)

  expect(reload).toHaveBeenCalledTimes(1)
  expect(session.reauthentication).toBeNull()
  // Said on the log-in page, if that is where it leads.
  expect(wasSessionEnded()).toBe(present === NOBODY)
})

test('an ended session is forgotten when somebody is logged in', async () => {
  markSessionEnded()

  const { session } = await aPage()

  expect(session.account).toEqual(ALICE)
  expect(wasSessionEnded()).toBe(false)
})

test('a browser that stores nothing is loaded anew all the same', async () => {
  const { tabs } = await aPage()
  vi.spyOn(window.sessionStorage, 'setItem').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError')
  })

  await hear(tabs, NOBODY)

  expect(reload).toHaveBeenCalledTimes(1)
  expect(wasSessionEnded()).toBe(false)
})

test.each([AS_BOB, NOBODY])('a page with unsaved work stays, and its author is asked to log in again', async (present) => {
  const { session, work, tabs } = await aPage()
  work.register('editor', () => 'Leave?')

  await hear(tabs, present)

  expect(reload).not.toHaveBeenCalled()
  expect(session.reauthentication).toEqual(present)
  expect(session.account).toEqual(ALICE)
})

test('it goes on when its author is there again, and asks nobody to reload', async () => {
  const { session, work, tabs } = await aPage()
  work.register('editor', () => 'Leave?')
  await hear(tabs, AS_BOB)

  $fetchIdentity.mockClear().mockResolvedValue(AS_ALICE)
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(session.reauthentication).toBeNull())

  expect(session.account).toEqual(ALICE)
  expect(reload).not.toHaveBeenCalled()
})

test('where somebody else comes and then nobody is there, the dialog follows', async () => {
  const { session, work, tabs } = await aPage()
  work.register('editor', () => 'Leave?')
  await hear(tabs, AS_BOB)

  $fetchIdentity.mockClear()
  await hear(tabs, NOBODY)

  expect(session.reauthentication).toEqual(NOBODY)
})

test('an API that does not say leaves everything as it is', async () => {
  const { session, work, tabs } = await aPage()
  work.register('editor', () => 'Leave?')
  $fetchIdentity.mockResolvedValue({ state: 'unknown' } as Identity)

  tabs.dispatchEvent(new MessageEvent('message', { data: BOB.id }))
  await vi.waitFor(() => expect($fetchIdentity).toHaveBeenCalled())
  await new Promise(resolve => setTimeout(resolve))

  expect(session.reauthentication).toBeNull()
  expect(reload).not.toHaveBeenCalled()
})

test('another tab that shows the same person is no news', async () => {
  const { tabs } = await aPage()

  tabs.dispatchEvent(new MessageEvent('message', { data: ALICE.id }))

  expect($fetchIdentity).not.toHaveBeenCalled()
})
