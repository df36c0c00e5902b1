import { beforeEach, expect, test, vi } from 'vitest'
import { createCsrf } from '../app/utils/csrf'
import { fakeTransport, refusal } from './fake-transport'
import { SETTINGS } from './settings'

const LOGIN = 'https://api.example.com/api/login/'

/** An API that hands out tokens t1, t2 … and takes only those in `valid`. */
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

test('a safe request carries no token and asks for none', async () => {
  const { csrf, sent } = tokenApi(['t1'])

  await csrf.send('https://api.example.com/api/other/')

  expect(sent).toEqual([{ method: 'GET', path: '/api/other/', token: null }])
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'post'])('%s carries the cookie’s token in the header', async (method) => {
  const { csrf, sent, cookies } = tokenApi(['known'])
  cookies.csrftoken = 'known'

  await csrf.send(LOGIN, { method })

  expect(sent).toEqual([{ method, path: '/api/login/', token: 'known' }])
})

test('the first token is fetched once, however many calls wait for it', async () => {
  const { csrf, sent } = tokenApi(['t1'])

  const answers = await Promise.all(Array.from({ length: 5 }, () => csrf.send(LOGIN, { method: 'POST' })))

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(sent.filter(({ path }) => path === '/api/login-set-cookie/')).toHaveLength(1)
  expect(sent.filter(({ token }) => token === 't1')).toHaveLength(5)
})

test('a refused token leads to one fresh token and one retry, which may succeed', async () => {
  const { csrf, sent, cookies } = tokenApi(['t1'])
  cookies.csrftoken = 'stale'

  const response = await csrf.send(LOGIN, { method: 'POST', body: '{}' })

  expect(response.status).toBe(200)
  expect(sent.map(({ path, token }) => [path, token])).toEqual([
    ['/api/login/', 'stale'], ['/api/login-set-cookie/', null], ['/api/login/', 't1'],
  ])
})

test('there is no second retry', async () => {
  const { csrf, sent, cookies } = tokenApi([])
  cookies.csrftoken = 'stale'

  const response = await csrf.send(LOGIN, { method: 'POST' })

  expect(response.status).toBe(403)
  expect(sent.filter(({ path }) => path === '/api/login/')).toHaveLength(2)
})

test('another refusal is not retried, and its body can still be read', async () => {
  const { transport, sent, cookies } = fakeTransport(() => refusal(403, 'permission_denied'))
  cookies.csrftoken = 'known'

  const response = await createCsrf(transport, SETTINGS).send(LOGIN, { method: 'POST' })

  expect(sent).toHaveLength(1)
  expect(await response.json()).toMatchObject({ errors: [{ code: 'permission_denied' }] })
})

test('a failed fetch of the token fails the call, and the next call tries again', async () => {
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

test('a token never leaves for another host', async () => {
  const { csrf, sent, cookies } = tokenApi(['known'])
  cookies.csrftoken = 'known'

  await expect(csrf.send('https://evil.example/', { method: 'POST' })).rejects.toThrow('$api only talks to the API')
  expect(sent).toEqual([])
})

const told = vi.spyOn(console, 'error').mockReturnValue()

beforeEach(() => {
  told.mockClear()
})

test.each<[string, () => Response, string]>([
  ['an endpoint that is missing', () => refusal(404, 'not_found'), 'GET /auth/csrf/ answered 404.'],
  ['an endpoint that sets no cookie', () => Response.json({}), 'there is not one cookie "XSRF-TOKEN"'],
])('%s is named where developers look', async (_, answer, words) => {
  const { transport } = fakeTransport(answer)
  const csrf = createCsrf(transport, { ...SETTINGS, csrfPath: '/auth/csrf/', csrfCookie: 'XSRF-TOKEN' })

  await expect(csrf.refresh()).rejects.toThrow(words)
  expect(told.mock.calls).toEqual([[expect.stringContaining(words)]])
})
