import { expect, test, vi } from 'vitest'
import { useStepLocation } from '../app/composables/use-step-location'

test.each([
  ['/account?page=2', { redirect: '/account?page=2' }],
  ['//evil.example/', {}],
  ['/signup', {}],
  [undefined, {}],
])('a link keeps the wanted page %s', (wanted, query) => {
  vi.stubGlobal('useRoute', () => ({ query: { redirect: wanted } }))

  expect(useStepLocation()('/signup')).toEqual({ path: '/signup', query })
  expect(useStepLocation()('/signup', { reason: 'x' })).toEqual({ path: '/signup', query: { ...query, reason: 'x' } })
})
