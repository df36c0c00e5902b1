import { expect, test } from 'vitest'
import { createApi } from '../app/api/create-api'
import { readIdentity } from '../app/identity/identity'
import { fakeTransport, refusal } from './fake-transport'

const ALICE = { id: 1, email: 'alice@example.com', name: 'Alice', is_staff: false }

async function identify(answer: () => Response | Promise<Response>, csrftoken: string | undefined = 'known') {
  const { transport, sent, cookies } = fakeTransport(answer)
  if (csrftoken) cookies.csrftoken = csrftoken
  return { identity: await readIdentity(createApi(transport.baseUrl, transport.send), transport), sent }
}

test('an account is a user', async () => {
  const { identity, sent } = await identify(() => Response.json(ALICE))

  expect(identity).toEqual({ state: 'user', account: ALICE })
  expect(sent).toEqual([{ method: 'GET', path: '/api/account/', token: null }])
})

test('the API’s word that nobody is logged in is anonymous', async () => {
  const { identity } = await identify(() => refusal(403, 'not_authenticated'))

  expect(identity).toEqual({ state: 'anonymous' })
})

test('where a session cookie went along, the session has ended', async () => {
  const { transport, cookies } = fakeTransport(() => {
    delete cookies.sessionid
    return refusal(403, 'not_authenticated')
  })
  Object.assign(cookies, { csrftoken: 'known', sessionid: 'over' })

  expect(await readIdentity(createApi(transport.baseUrl, transport.send), transport)).toEqual({ state: 'anonymous', ended: true })
})

test('without a cookie that comes with a session nobody is asked', async () => {
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
  ['200 with a page of somebody else’s', () => new Response('<html>')],
  ['200 with nothing', () => new Response('')],
  ['no answer', () => Promise.reject(new TypeError('fetch failed'))],
])('%s says nothing about who it is: unknown', async (_, answer) => {
  const { identity } = await identify(answer)

  expect(identity.state).toBe('unknown')
})
