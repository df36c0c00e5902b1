import { beforeEach, expect, test, vi } from 'vitest'
import { checkSessionResponse } from '../server/utils/django-proxy'
import { SETTINGS } from './settings'

const logged = vi.spyOn(console, 'error').mockReturnValue()

beforeEach(() => {
  logged.mockClear()
})

const setting = (line: string) => new Response('{}', { headers: { 'Set-Cookie': line } })

test.each<[string, string, Response]>([
  ['GET', '/api/login-set-cookie/', setting('csrftoken=a; Path=/')],
  ['GET', '/api/login-set-cookie/', new Response('', { status: 503 })],
  ['POST', '/api/login/', new Response('', { status: 400 })],
  ['GET', '/api/login/', new Response('', { status: 405 })],
  ['GET', '/api/posts/7/', new Response('', { status: 404 })],
])('%s %s: valid', (method, target, response) => {
  checkSessionResponse(method, target, response, SETTINGS)

  expect(logged).not.toHaveBeenCalled()
})

test.each<[string, string, Response, string]>([
  ['POST', '/api/login/', new Response('', { status: 404 }), 'POST /api/login/ answered 404: the API has no such endpoint. NUXT_PUBLIC_SESSION_LOGIN_PATH sets the path.'],
  ['POST', '/api/logout/', new Response('', { status: 405 }), 'POST /api/logout/ answered 405'],
  ['GET', '/api/account/?a=secret', new Response('', { status: 302 }), 'GET /api/account/ answered 302'],
  ['GET', '/api/login-set-cookie/', setting('__Host-csrftoken=secret; Path=/'), 'GET /api/login-set-cookie/ set "__Host-csrftoken". Expected: "csrftoken"'],
  ['GET', '/api/login-set-cookie/', new Response('{}'), 'GET /api/login-set-cookie/ set no cookie. Expected: "csrftoken"'],
])('%s %s: it logs the mismatch, without secrets', (method, target, response, words) => {
  checkSessionResponse(method, target, response, SETTINGS)

  expect(logged.mock.calls).toEqual([[expect.stringContaining(words)]])
  expect(String(logged.mock.calls)).not.toContain('secret')
})
