import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBrowserTransport } from '../app/api/browser-transport'

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
])('with the base URL "%s" a call goes to %s, with cookies', async (baseUrl, address) => {
  await createBrowserTransport(baseUrl, 'csrftoken').send('/api/posts/', { method: 'POST' })

  expect(fetched.mock.calls.map(([url, init]) => [url.href, init])).toEqual([
    [address, { method: 'POST', credentials: 'include', signal: expect.any(AbortSignal) }],
  ])
})

test.each(['https://evil.example/', '//evil.example/api/', 'http://blog.example/'])('a call to %s does not leave the browser', async (target) => {
  await expect(createBrowserTransport('', 'csrftoken').send(target)).rejects.toThrow('$api only talks to the API')
  expect(fetched).not.toHaveBeenCalled()
})

test('the CSRF cookie tells whether there may be a session', () => {
  const transport = createBrowserTransport('', 'csrftoken')
  expect(transport.mayHaveSession()).toBe(true)

  vi.stubGlobal('document', { cookie: 'theme=dark' })
  expect(transport.mayHaveSession()).toBe(false)
})

test('the token is that of the one cookie with the name it was given', () => {
  vi.stubGlobal('document', { cookie: 'csrftoken=other; __Host-csrftoken=known' })

  expect(createBrowserTransport('', '__Host-csrftoken').readCsrfToken()).toBe('known')
})

test('of two cookies of one name neither counts, and there may still be a session', () => {
  vi.stubGlobal('document', { cookie: 'csrftoken=of-this-host; theme=dark; csrftoken=of-the-domain' })
  const transport = createBrowserTransport('https://api.example.com', 'csrftoken')

  expect(transport.readCsrfToken()).toBeUndefined()
  expect(transport.mayHaveSession()).toBe(true)
})
