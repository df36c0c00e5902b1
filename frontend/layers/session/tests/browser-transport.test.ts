import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBrowserTransport, readBrowserSettings } from '../app/utils/browser-transport'
import { SETTINGS } from './settings'

const fetched = vi.fn(async (_url: URL, _init?: RequestInit) => new Response('{}'))

beforeEach(() => {
  fetched.mockClear()
  vi.stubGlobal('fetch', fetched)
  vi.stubGlobal('window', { location: { origin: 'https://blog.example' } })
  vi.stubGlobal('document', { cookie: 'theme=dark; csrftoken=known' })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['', 'https://blog.example/api/posts/'],
  ['https://api.example.com', 'https://api.example.com/api/posts/'],
])('base URL "%s": it calls %s with cookies', async (baseUrl, address) => {
  await createBrowserTransport(baseUrl, 'csrftoken').send('/api/posts/', { method: 'POST' })

  expect(fetched.mock.calls.map(([url, init]) => [url.href, init])).toEqual([
    [address, { method: 'POST', credentials: 'include', signal: expect.any(AbortSignal) }],
  ])
})

test.each(['https://evil.example/', '//evil.example/api/', 'http://blog.example/'])('it refuses to call %s', async (target) => {
  await expect(createBrowserTransport('', 'csrftoken').send(target)).rejects.toThrow('$api only talks to the API')
  expect(fetched).not.toHaveBeenCalled()
})

test('a CSRF cookie means a possible session', () => {
  const transport = createBrowserTransport('', 'csrftoken')
  expect(transport.mayHaveSession()).toBe(true)

  vi.stubGlobal('document', { cookie: 'theme=dark' })
  expect(transport.mayHaveSession()).toBe(false)
})

test('it reads the token by the cookie’s name', () => {
  vi.stubGlobal('document', { cookie: 'csrftoken=other; __Host-csrftoken=known' })

  expect(createBrowserTransport('', '__Host-csrftoken').readCsrfToken()).toBe('known')
})

test('it ignores duplicate cookies', () => {
  vi.stubGlobal('document', { cookie: 'csrftoken=of-this-host; theme=dark; csrftoken=of-the-domain' })
  const transport = createBrowserTransport('https://api.example.com', 'csrftoken')

  expect(transport.readCsrfToken()).toBeUndefined()
  expect(transport.mayHaveSession()).toBe(true)
})

const BUILT = { ...SETTINGS, apiUrl: 'https://built.example' }
const fetchedSettings = vi.fn()

beforeEach(() => {
  fetchedSettings.mockReset()
  vi.stubGlobal('$fetch', fetchedSettings)
})

test('a rendered page keeps its settings', async () => {
  expect(await readBrowserSettings(BUILT, false)).toBe(BUILT)
  expect(fetchedSettings).not.toHaveBeenCalled()
})

test('a prerendered page fetches its settings', async () => {
  const fromServer = { ...BUILT, apiUrl: '', cookiePrefix: '__Host-' }
  fetchedSettings.mockResolvedValue(fromServer)
  expect(await readBrowserSettings(BUILT, true)).toEqual(fromServer)
})

test('without a server it keeps its settings', async () => {
  fetchedSettings.mockRejectedValue(new Error('404'))
  expect(await readBrowserSettings(BUILT, true)).toBe(BUILT)
})
