import { expect, test, vi } from 'vitest'
import { createIsLoginOrLogout, addAccountHeader, retryAfterLogin } from '../app/utils/reauthentication'
import { refusal } from './fake-transport'
import { SETTINGS } from './settings'

const POSTS = 'https://api.example.com/api/posts/'

/** An API that answers with each of these error codes in turn, then with 201. */
function apiWith(...codes: string[]) {
  const send = vi.fn(async () => {
    const code = codes.shift()
    return code ? refusal(code === 'other_account' ? 409 : 403, code) : Response.json({ id: 1 }, { status: 201 })
  })
  const reauthenticate = vi.fn(async () => true)
  return { send, reauthenticate, sendWithRetry: retryAfterLogin(send, reauthenticate, createIsLoginOrLogout(SETTINGS)) }
}

test.each(['not_authenticated', 'other_account'] as const)('%s: it retries after a log-in', async (code) => {
  const { send, reauthenticate, sendWithRetry } = apiWith(code)
  const init = { method: 'POST', body: '{"title":"Mine"}' }

  const response = await sendWithRetry(POSTS, init)

  expect(response.status).toBe(201)
  expect(reauthenticate.mock.calls).toEqual([[code]])
  expect(send.mock.calls).toEqual([[POSTS, init], [POSTS, init]])
})

test('it waits for the log-in', async () => {
  const { send, reauthenticate, sendWithRetry } = apiWith('not_authenticated')
  let resolve: ((resumed: boolean) => void) | undefined
  reauthenticate.mockReturnValue(new Promise(done => resolve = done))

  const response = sendWithRetry(POSTS, { method: 'POST' })
  await vi.waitFor(() => expect(reauthenticate).toHaveBeenCalled())
  expect(send).toHaveBeenCalledTimes(1)
  resolve?.(true)

  expect((await response).status).toBe(201)
})

test('it retries once', async () => {
  const { send, reauthenticate, sendWithRetry } = apiWith('not_authenticated', 'not_authenticated', 'not_authenticated')

  const response = await sendWithRetry(POSTS, { method: 'POST' })

  expect(response.status).toBe(403)
  expect(send).toHaveBeenCalledTimes(2)
  expect(reauthenticate).toHaveBeenCalledTimes(1)
})

test('without a log-in it returns the error', async () => {
  const { send, reauthenticate, sendWithRetry } = apiWith('not_authenticated')
  reauthenticate.mockResolvedValue(false)

  const response = await sendWithRetry(POSTS, { method: 'POST' })

  expect(send).toHaveBeenCalledTimes(1)
  expect(await response.json()).toMatchObject({ errors: [{ code: 'not_authenticated' }] })
})

test.each([
  ['a safe request', POSTS, { method: 'GET' }],
  ['a log-in', 'https://api.example.com/api/login/', { method: 'POST' }],
  ['a log-out', 'https://api.example.com/api/logout/', { method: 'POST' }],
  ['a background request', POSTS, { method: 'POST', reauthenticate: false }],
])('%s requires no log-in', async (_, url, init) => {
  const { send, reauthenticate, sendWithRetry } = apiWith('not_authenticated')

  expect((await sendWithRetry(url, init)).status).toBe(403)
  expect(reauthenticate).not.toHaveBeenCalled()
  expect(send).toHaveBeenCalledTimes(1)
})

test.each(['permission_denied', 'csrf_failed'])('%s requires no log-in', async (code) => {
  const { reauthenticate, sendWithRetry } = apiWith(code)

  expect((await sendWithRetry(POSTS, { method: 'POST' })).status).toBe(403)
  expect(reauthenticate).not.toHaveBeenCalled()
})

/** The X-Account header of a request, for a page that shows this account. */
async function sentHeader(path: string, method: string, shownId: number | string | undefined): Promise<string | null> {
  let header: string | null = null
  const send = addAccountHeader(async (_, init) => {
    header = new Headers(init?.headers).get('X-Account')
    return Response.json({})
  }, () => shownId as number | undefined, createIsLoginOrLogout(SETTINGS))
  await send(`https://api.example.com${path}`, { method, headers: { Accept: 'application/json' } })
  return header
}

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'post'])('%s sends the account’s id', async (method) => {
  expect(await sentHeader('/api/posts/', method, 7)).toBe('7')
})

test('it accepts a UUID', async () => {
  const uuid = '3f0c7c52-5a0e-4a8e-9a53-0f6f7d1b2c11'

  expect(await sentHeader('/api/posts/', 'POST', uuid)).toBe(uuid)
})

test.each(['GET', 'HEAD'])('%s sends no id', async (method) => {
  expect(await sentHeader('/api/posts/', method, 7)).toBeNull()
})

test.each(['/api/login/', '/api/logout/'])('%s gets no id', async (path) => {
  expect(await sentHeader(path, 'POST', 7)).toBeNull()
})

test('a page without an account sends no id', async () => {
  expect(await sentHeader('/api/posts/', 'POST', undefined)).toBeNull()
})
