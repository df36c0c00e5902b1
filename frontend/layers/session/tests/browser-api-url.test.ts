import { beforeEach, expect, test, vi } from 'vitest'
import { readBrowserApiUrl } from '../app/api/browser-api-url'

const BUILT = 'https://built.example'
const fetched = vi.fn()

beforeEach(() => {
  fetched.mockReset()
  vi.stubGlobal('$fetch', fetched)
})

test('a page that its server has just made asks for nothing', async () => {
  expect(await readBrowserApiUrl(BUILT, false)).toBe(BUILT)
  expect(fetched).not.toHaveBeenCalled()
})

test.each(['https://api.example.com', ''])('a page made at build time goes by what its server says: "%s"', async (apiUrl) => {
  fetched.mockResolvedValue({ apiUrl })
  expect(await readBrowserApiUrl(BUILT, true)).toBe(apiUrl)
})

test('where nobody says it, the page goes by what it was built with', async () => {
  fetched.mockRejectedValue(new Error('404'))
  expect(await readBrowserApiUrl(BUILT, true)).toBe(BUILT)
})
