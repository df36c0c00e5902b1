import { expect, test } from 'vitest'
import { createApi } from '../app/utils/api-client'
import { readProblem } from '../app/utils/api-problem'
import type { ApiOptions } from '../shared/types/api'
import { refusal } from './fake-transport'

const ORIGIN = 'https://api.example.com'

function recordingApi(answer: () => Response = () => Response.json({})) {
  const calls: { url: string, init: RequestInit | undefined }[] = []
  const api = createApi(ORIGIN, async (url, init) => {
    calls.push({ url, init })
    return answer()
  })
  return { api, calls }
}

test('it fills in the placeholders of a path', async () => {
  const { api, calls } = recordingApi()

  await api('/api/posts/{id}/' as '/api/account/', { path: { id: 'a/b' } } as unknown as ApiOptions<'/api/account/', 'get'>)

  expect(calls[0]?.url).toBe('https://api.example.com/api/posts/a%2Fb/')
})

test('it requires a value per placeholder', () => {
  const { api, calls } = recordingApi()

  expect(() => api('/api/posts/{id}/' as '/api/account/')).toThrow('/api/posts/{id}/ needs a value for {id}.')
  expect(calls).toEqual([])
})

test('it sends JSON', async () => {
  const { api, calls } = recordingApi()

  await api('/api/login/', { method: 'POST', body: { email: 'a@example.com', password: 'secret' } })

  expect(calls[0]?.init).toMatchObject({ method: 'POST', body: '{"email":"a@example.com","password":"secret"}' })
  expect(new Headers(calls[0]?.init?.headers).get('Content-Type')).toBe('application/json')
})

test.each([500, 503, 429, 408])('it does not retry status %d', async (status) => {
  const { api, calls } = recordingApi(() => refusal(status, 'error'))

  const error = await api('/api/account/').catch((reason: unknown) => reason)

  expect(readProblem(error).status).toBe(status)
  expect(calls).toHaveLength(1)
})
