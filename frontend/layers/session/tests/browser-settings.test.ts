import { beforeEach, expect, test, vi } from 'vitest'
import { readBrowserSettings } from '../app/api/browser-settings'
import { SETTINGS } from './settings'

const BUILT = { ...SETTINGS, apiUrl: 'https://built.example' }
const fetched = vi.fn()

beforeEach(() => {
  fetched.mockReset()
  vi.stubGlobal('$fetch', fetched)
})

test('a page that its server has just made asks for nothing', async () => {
  expect(await readBrowserSettings(BUILT, false)).toBe(BUILT)
  expect(fetched).not.toHaveBeenCalled()
})

test('a page made at build time goes by what its server says', async () => {
  const told = { ...BUILT, apiUrl: '', cookiePrefix: '__Host-' }
  fetched.mockResolvedValue(told)
  expect(await readBrowserSettings(BUILT, true)).toEqual(told)
})

test('where nobody says it, the page goes by what it was built with', async () => {
  fetched.mockRejectedValue(new Error('404'))
  expect(await readBrowserSettings(BUILT, true)).toBe(BUILT)
})
