import { beforeEach, expect, test, vi } from 'vitest'
import { createCsrf } from '../app/utils/csrf'
import { fakeTransport, refusal } from './fake-transport'
import { SETTINGS } from './settings'

const LOGIN = 'https://api.example.com/api/login/'

/** An API that issues the tokens t1, t2 … and accepts those in `valid`. */
function tokenApi(valid: string[]) {
  let handedOut = 0
  const fake = fakeTransport((url, init, cookies) => {
    if (url.pathname === '/api/login-set-cookie/') {
      cookies.csrftoken = `t${++handedOut}`
      return Response.json({ detail: '' })
    }
    const token = new Headers(init.headers).get('X-CSRFToken')
    return token && valid.includes(token) ? Response.json({ ok: true }) : refusal(403, 'csrf_failed')
  })
  return { ...fake, csrf: createCsrf(fake.transport, SETTINGS) }
}

test('safe requests need no token', async () => {
  const { csrf, sent } = tokenApi(['t1'])

  await csrf.send('https://api.example.com/api/other/')

  expect(sent).toEqual([{ method: 'GET', path: '/api/other/', token: null }])
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'post'])('%s sends the token', async (method) => {
  const { csrf, sent, cookies } = tokenApi(['known'])
  cookies.csrftoken = 'known'

  await csrf.send(LOGIN, { method })

  expect(sent).toEqual([{ method, path: '/api/login/', token: 'known' }])
})

test('concurrent calls share one token request', async () => {
  const { csrf, sent } = tokenApi(['t1'])

  const answers = await Promise.all(Array.from({ length: 5 }, () => csrf.send(LOGIN, { method: 'POST' })))

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(sent.filter(({ path }) => path === '/api/login-set-cookie/')).toHaveLength(1)
  expect(sent.filter(({ token }) => token === 't1')).toHaveLength(5)
})

test('it retries with a new token', async () => {
  const { csrf, sent, cookies } = tokenApi(['t1'])
  cookies.csrftoken = 'stale'

  const response = await csrf.send(LOGIN, { method: 'POST', body: '{}' })

  expect(response.status).toBe(200)
  expect(sent.map(({ path, token }) => [path, token])).toEqual([
    ['/api/login/', 'stale'], ['/api/login-set-cookie/', null], ['/api/login/', 't1'],
  ])
})

test('it retries once', async () => {
  const { csrf, sent, cookies } = tokenApi([])
  cookies.csrftoken = 'stale'

  const response = await csrf.send(LOGIN, { method: 'POST' })

  expect(response.status).toBe(403)
  expect(sent.filter(({ path }) => path === '/api/login/')).toHaveLength(2)
})

test('it does not retry other errors', async () => {
  const { transport, sent, cookies } = fakeTransport(() => refusal(403, 'permission_denied'))
  cookies.csrftoken = 'known'

  const response = await createCsrf(transport, SETTINGS).send(LOGIN, { method: 'POST' })

  expect(sent).toHaveLength(1)
  expect(await response.json()).toMatchObject({ errors: [{ code: 'permission_denied' }] })
})

test('it fails without a token, then tries again', async () => {
  let up = false
  const { transport, cookies } = fakeTransport((url) => {
    if (!up) return new Response('', { status: 503 })
    if (url.pathname === '/api/login-set-cookie/') cookies.csrftoken = 't1'
    return Response.json({})
  })
  const csrf = createCsrf(transport, SETTINGS)

  await expect(csrf.send(LOGIN, { method: 'POST' })).rejects.toThrow('503')
  up = true

  expect((await csrf.send(LOGIN, { method: 'POST' })).status).toBe(200)
})

test('it sends no token to another host', async () => {
  const { csrf, sent, cookies } = tokenApi(['known'])
  cookies.csrftoken = 'known'

  await expect(csrf.send('https://evil.example/', { method: 'POST' })).rejects.toThrow('$api only talks to the API')
  expect(sent).toEqual([])
})

const logged = vi.spyOn(console, 'error').mockReturnValue()

beforeEach(() => {
  logged.mockClear()
})

test.each<[string, () => Response, string]>([
  ['a missing endpoint', () => refusal(404, 'not_found'), 'GET /auth/csrf/ answered 404.'],
  ['a missing cookie', () => Response.json({}), 'there is not one cookie "XSRF-TOKEN"'],
])('it reports %s', async (_, answer, words) => {
  const { transport } = fakeTransport(answer)
  const csrf = createCsrf(transport, { ...SETTINGS, csrfPath: '/auth/csrf/', csrfCookie: 'XSRF-TOKEN' })

  await expect(csrf.refresh()).rejects.toThrow(words)
  expect(logged.mock.calls).toEqual([[expect.stringContaining(words)]])
})
