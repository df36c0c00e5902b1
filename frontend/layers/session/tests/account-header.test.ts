import { expect, test } from 'vitest'
import { createIsAboutSession, nameAccount } from '../app/api/account-header'
import { SETTINGS } from './settings'

/** The X-Account header that a request leaves with, for a page that shows account 7. */
async function sentHeader(path: string, method: string, shown: number | string | undefined = 7): Promise<string | null> {
  let header: string | null = null
  const send = nameAccount(async (_, init) => {
    header = new Headers(init?.headers).get('X-Account')
    return Response.json({})
  }, () => shown as number | undefined, createIsAboutSession(SETTINGS))
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
  const send = nameAccount(async (_, init) => {
    header = new Headers(init?.headers).get('X-Account')
    return Response.json({})
  }, () => undefined, createIsAboutSession(SETTINGS))

  await send('https://api.example.com/api/posts/', { method: 'POST' })

  expect(header).toBeNull()
})
