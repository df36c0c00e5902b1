import { expect, test, vi } from 'vitest'
import { createIsLoginOrLogout, addAccountHeader, retryAfterLogin } from '../app/utils/reauthentication'
import { refusal } from './fake-transport'
import { SETTINGS } from './settings'

const POSTS = 'https://api.example.com/api/posts/'

/** An API that refuses with each of the given codes in turn, and agrees from then on. */
function refusing(...codes: string[]) {
  const send = vi.fn(async () => {
    const code = codes.shift()
    return code ? refusal(code === 'other_account' ? 409 : 403, code) : Response.json({ id: 1 }, { status: 201 })
  })
  const logInAgain = vi.fn(async () => true)
  return { send, logInAgain, resuming: retryAfterLogin(send, logInAgain, createIsLoginOrLogout(SETTINGS)) }
}

test.each(['not_authenticated', 'other_account'] as const)('%s waits for a log-in, then the same request is sent once more', async (code) => {
  const { send, logInAgain, resuming } = refusing(code)
  const init = { method: 'POST', body: '{"title":"Mine"}' }

  const response = await resuming(POSTS, init)

  expect(response.status).toBe(201)
  expect(logInAgain.mock.calls).toEqual([[code]])
  expect(send.mock.calls).toEqual([[POSTS, init], [POSTS, init]])
})

test('nothing is sent before the log-in', async () => {
  const { send, logInAgain, resuming } = refusing('not_authenticated')
  let resolve: ((resumed: boolean) => void) | undefined
  logInAgain.mockReturnValue(new Promise(done => resolve = done))

  const response = resuming(POSTS, { method: 'POST' })
  await vi.waitFor(() => expect(logInAgain).toHaveBeenCalled())
  expect(send).toHaveBeenCalledTimes(1)
  resolve?.(true)

  expect((await response).status).toBe(201)
})

test('there is exactly one more sending, even if that one is refused too', async () => {
  const { send, logInAgain, resuming } = refusing('not_authenticated', 'not_authenticated', 'not_authenticated')

  const response = await resuming(POSTS, { method: 'POST' })

  expect(response.status).toBe(403)
  expect(send).toHaveBeenCalledTimes(2)
  expect(logInAgain).toHaveBeenCalledTimes(1)
})

test('without a log-in the refusal stands, and can be read', async () => {
  const { send, logInAgain, resuming } = refusing('not_authenticated')
  logInAgain.mockResolvedValue(false)

  const response = await resuming(POSTS, { method: 'POST' })

  expect(send).toHaveBeenCalledTimes(1)
  expect(await response.json()).toMatchObject({ errors: [{ code: 'not_authenticated' }] })
})

test.each([
  ['a request that changes nothing', POSTS, { method: 'GET' }],
  ['a log-in', 'https://api.example.com/api/login/', { method: 'POST' }],
  ['a log-out', 'https://api.example.com/api/logout/', { method: 'POST' }],
  ['a request that nobody waits for', POSTS, { method: 'POST', reauthenticate: false }],
])('%s asks nobody to log in', async (_, url, init) => {
  const { send, logInAgain, resuming } = refusing('not_authenticated')

  expect((await resuming(url, init)).status).toBe(403)
  expect(logInAgain).not.toHaveBeenCalled()
  expect(send).toHaveBeenCalledTimes(1)
})

test.each(['permission_denied', 'csrf_failed'])('%s has nothing to do with the session', async (code) => {
  const { logInAgain, resuming } = refusing(code)

  expect((await resuming(POSTS, { method: 'POST' })).status).toBe(403)
  expect(logInAgain).not.toHaveBeenCalled()
})

/** The X-Account header that a request leaves with, for a page that shows account 7. */
async function sentHeader(path: string, method: string, shown: number | string | undefined = 7): Promise<string | null> {
  let header: string | null = null
  const send = addAccountHeader(async (_, init) => {
    header = new Headers(init?.headers).get('X-Account')
    return Response.json({})
  }, () => shown as number | undefined, createIsLoginOrLogout(SETTINGS))
  await send(`https://api.example.com${path}`, { method, headers: { Accept: 'application/json' } })
  return header
}

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'post'])('%s names the account that the page shows', async (method) => {
  expect(await sentHeader('/api/posts/', method)).toBe('7')
})

test('an id may be a text, as a UUID is', async () => {
  expect(await sentHeader('/api/posts/', 'POST', '3f0c7c52-5a0e-4a8e-9a53-0f6f7d1b2c11')).toBe('3f0c7c52-5a0e-4a8e-9a53-0f6f7d1b2c11')
})

test.each(['GET', 'HEAD'])('%s names nobody: it changes nothing', async (method) => {
  expect(await sentHeader('/api/posts/', method)).toBeNull()
})

test.each(['/api/login/', '/api/logout/'])('%s is about who one is, and names nobody', async (path) => {
  expect(await sentHeader(path, 'POST')).toBeNull()
})

test('a page that shows nobody names nobody', async () => {
  let header: string | null = null
  const send = addAccountHeader(async (_, init) => {
    header = new Headers(init?.headers).get('X-Account')
    return Response.json({})
  }, () => undefined, createIsLoginOrLogout(SETTINGS))

  await send('https://api.example.com/api/posts/', { method: 'POST' })

  expect(header).toBeNull()
})
