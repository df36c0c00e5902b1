import { expect, test } from 'vitest'
import { nameAccount } from '../app/api/account-header'

/** The X-Account header that a request leaves with, for a page that shows account 7. */
async function sentHeader(path: string, method: string, shown: number | undefined = 7): Promise<string | null> {
  let header: string | null = null
  const send = nameAccount(async (_, init) => {
    header = new Headers(init?.headers).get('X-Account')
    return Response.json({})
  }, () => shown)
  await send(`https://api.example.com${path}`, { method, headers: { Accept: 'application/json' } })
  return header
}

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'post'])('%s names the account that the page shows', async (method) => {
  expect(await sentHeader('/api/posts/', method)).toBe('7')
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
  }, () => undefined)

  await send('https://api.example.com/api/posts/', { method: 'POST' })

  expect(header).toBeNull()
})
