import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { computed, onMounted, ref } from 'vue'
import { useLoginReason } from '../app/composables/use-login-reason'
import { markSessionEnded } from '../app/utils/ended-session'
import { mounted } from './mounted'
import { SETTINGS } from './settings'
import { storage } from './storage'

const query: { redirect?: string, reason?: string } = {}

beforeEach(() => {
  for (const [name, value] of Object.entries({ computed, onMounted, ref })) vi.stubGlobal(name, value)
  vi.stubGlobal('useRoute', () => ({ query }))
  vi.stubGlobal('useNuxtApp', () => ({}))
  vi.stubGlobal('useRuntimeConfig', () => ({ public: { session: SETTINGS } }))
  vi.stubGlobal('window', { sessionStorage: storage() })
  setActivePinia(createPinia())
})
afterEach(() => {
  delete query.redirect
  vi.unstubAllGlobals()
})

/** Visits the log-in page. */
function visit() {
  const { result, unmount } = mounted(useLoginReason)
  const reason = result.value
  unmount()
  return reason
}

test('an ended session is the reason once', () => {
  markSessionEnded()

  expect([visit(), visit()]).toEqual(['session-ended', undefined])
})

test('a redirect is the reason', () => {
  query.redirect = '/posts'

  expect(visit()).toBe('login-required')
})
