import { beforeEach, expect, test, vi } from 'vitest'
import { createApi } from '../app/utils/api-client'
import { fetchIdentity } from '../app/utils/identity'
import { fakeTransport, refusal } from './fake-transport'

const ALICE = { id: 1, email: 'alice@example.com', name: 'Alice', is_staff: false }

async function identify(answer: () => Response | Promise<Response>, csrftoken: string | undefined = 'known') {
  const { transport, sent, cookies } = fakeTransport(answer)
  if (csrftoken) cookies.csrftoken = csrftoken
  return { identity: await fetchIdentity(createApi(transport.baseUrl, transport.send), transport, '/api/account/'), sent }
}

const logged = vi.spyOn(console, 'error').mockReturnValue()

beforeEach(() => {
  logged.mockClear()
})

test('an account is a user', async () => {
  const { identity, sent } = await identify(() => Response.json(ALICE))

  expect(identity).toEqual({ state: 'user', account: ALICE })
  expect(sent).toEqual([{ method: 'GET', path: '/api/account/', token: null }])
})

test('it accepts a UUID', async () => {
  const account = { ...ALICE, id: '3f0c7c52-5a0e-4a8e-9a53-0f6f7d1b2c11' }
  const { identity } = await identify(() => Response.json(account))

  expect(identity).toEqual({ state: 'user', account })
})

test('not_authenticated is anonymous', async () => {
  const { identity } = await identify(() => refusal(403, 'not_authenticated'))

  expect(identity).toEqual({ state: 'anonymous' })
})

test('a refused session cookie has ended', async () => {
  const { transport, cookies } = fakeTransport(() => {
    delete cookies.sessionid
    return refusal(403, 'not_authenticated')
  })
  Object.assign(cookies, { csrftoken: 'known', sessionid: 'over' })

  expect(await fetchIdentity(createApi(transport.baseUrl, transport.send), transport, '/api/account/')).toEqual({ state: 'anonymous', ended: true })
})

test('a session whose cookie stays has not ended', async () => {
  const { transport, cookies } = fakeTransport(() => refusal(403, 'not_authenticated'))
  Object.assign(cookies, { csrftoken: 'known', sessionid: 'waits for a code' })

  expect(await fetchIdentity(createApi(transport.baseUrl, transport.send), transport, '/api/account/')).toEqual({ state: 'anonymous' })
})

test('without cookies it sends no request', async () => {
  const { identity, sent } = await identify(() => Response.json(ALICE), '')

  expect(identity).toEqual({ state: 'anonymous' })
  expect(sent).toEqual([])
})

test.each([
  ['500', () => refusal(500, 'error')],
  ['502 with HTML', () => new Response('<html>', { status: 502 })],
  ['429', () => refusal(429, 'throttled')],
  ['403 for another reason', () => refusal(403, 'permission_denied')],
  ['403 without a reason', () => new Response('', { status: 403 })],
  ['200 with HTML', () => new Response('<html>')],
  ['200 with an empty body', () => new Response('')],
  ['no response', () => Promise.reject(new TypeError('fetch failed'))],
])('%s is unknown', async (_, answer) => {
  const { identity } = await identify(answer)

  expect(identity.state).toBe('unknown')
})

test.each<[string, () => Response, string]>([
  ['a missing endpoint', () => refusal(404, 'not_found'), 'GET /api/account/ answered 404 with the code "not_found". Expected: 200 with the account, or'],
  ['an error in another format', () => Response.json({ detail: 'No.' }, { status: 403 }), 'GET /api/account/ answered 403. Expected: 200 with the account, or'],
  ['an account without an id', () => Response.json({ pk: 1, name: 'Alice' }), 'GET /api/account/ answered with an object of pk, name. Expected: the account as a JSON object with an "id", a number or a string.'],
  ['a list', () => Response.json([ALICE]), 'GET /api/account/ answered with a list.'],
  ['an empty id', () => Response.json({ id: '' }), 'GET /api/account/ answered with an object of id.'],
  ['HTML', () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }), 'GET /api/account/ answered 200 with something other than JSON (Content-Type: text/html). Expected: JSON.'],
])('it reports %s', async (_, answer, words) => {
  const { identity } = await identify(answer)

  expect(identity).toEqual({ state: 'unknown', problem: expect.objectContaining({ code: 'contract', detail: expect.stringContaining(words) }) })
  expect(logged.mock.calls).toEqual([[expect.stringContaining(words)]])
})

test.each([
  ['a server error', () => refusal(503, 'error')],
  ['too many requests', () => refusal(429, 'throttled')],
  ['a malformed request', () => refusal(400, 'refused')],
  ['a URL that is too long', () => refusal(414, 'refused')],
  ['headers that are too large', () => refusal(431, 'refused')],
  ['no response', () => Promise.reject(new TypeError('fetch failed'))],
])('%s is not a contract error', async (_, answer) => {
  const { identity } = await identify(answer)

  expect(identity).toEqual({ state: 'unknown', problem: expect.not.objectContaining({ code: 'contract' }) })
  expect(logged).not.toHaveBeenCalled()
})
