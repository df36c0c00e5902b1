import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { H3Event } from 'h3'
import { afterEach, expect, test } from 'vitest'
import { CookieJar } from '../server/utils/cookie-jar'
import { RequestTiming } from '../server/utils/request-timing'
import { createSharedTransport, createVisitorTransport } from '../server/utils/server-transport'

const COOKIES = { session: 'sessionid', csrf: 'csrftoken' }

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server on a free port that records request headers. */
async function listen(answer: RequestListener) {
  const received: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    received.push(request.headers)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

function visitor(browserHeaders: Record<string, string>) {
  const written: Record<string, string | string[]> = {}
  const req = { originalUrl: '/posts?page=2' }
  const res = { getHeader: (name: string) => written[name], setHeader: (name: string, value: string[]) => written[name] = value }
  const event = { path: '/posts?page=2', headers: new Headers(browserHeaders), node: { req, res } } as unknown as H3Event
  const headers = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-host': 'blog.example', 'x-forwarded-proto': 'https', 'x-request-id': 'one-request' }
  const jar = new CookieJar(browserHeaders.cookie)
  return { event, written, visitor: { event, jar, cookies: COOKIES, timing: new RequestTiming(), headers } }
}

test('it sends the visitor’s headers', async () => {
  const api = await listen((_, response) => response.end())
  const { visitor: alice } = visitor({ 'cookie': 'sessionid=alice', 'accept-language': 'de', 'user-agent': 'Browser/1' })

  await createVisitorTransport({ baseUrl: api.origin, timeout: 1000 }, alice).send('/api/account/')

  expect(api.received).toEqual([expect.objectContaining({
    'cookie': 'sessionid=alice',
    'accept-language': 'de',
    'user-agent': 'Browser/1',
    'origin': 'https://blog.example',
    'referer': 'https://blog.example/posts?page=2',
    'x-forwarded-for': '198.51.100.7',
    'x-forwarded-host': 'blog.example',
    'x-forwarded-proto': 'https',
    'x-request-id': 'one-request',
  })])
})

test('it sends nothing to another host', async () => {
  const api = await listen((_, response) => response.end())
  const other = await listen((_, response) => response.end())
  const { visitor: alice } = visitor({ cookie: 'sessionid=alice' })

  await expect(createVisitorTransport({ baseUrl: api.origin, timeout: 1000 }, alice).send(`${other.origin}/api/account/`))
    .rejects.toThrow('$api only talks to the API')

  expect(other.received).toEqual([])
})

test('it does not follow redirects', async () => {
  const other = await listen((_, response) => response.end())
  const api = await listen((_, response) => response.writeHead(302, { location: other.origin }).end())
  const { visitor: alice } = visitor({ cookie: 'sessionid=alice' })

  await expect(createVisitorTransport({ baseUrl: api.origin, timeout: 1000 }, alice).send('/api/account/')).rejects.toThrow()

  expect(api.received).toHaveLength(1)
  expect(other.received).toEqual([])
})

test('it times out', async () => {
  const api = await listen(() => undefined)
  const { visitor: alice } = visitor({})

  await expect(createVisitorTransport({ baseUrl: api.origin, timeout: 50 }, alice).send('/api/account/')).rejects.toThrow('timeout')
})

test('it stores cookies and forwards them once', async () => {
  let rotation = 0
  const api = await listen((_, response) => response.setHeader('set-cookie', `sessionid=new${++rotation}; Path=/; HttpOnly`).end())
  const { visitor: alice, written } = visitor({ cookie: 'sessionid=old' })
  const { send } = createVisitorTransport({ baseUrl: api.origin, timeout: 1000 }, alice)

  await send('/api/account/')
  await send('/api/posts/')

  expect(api.received.map(({ cookie }) => cookie)).toEqual(['sessionid=old', 'sessionid=new1'])
  expect(written['set-cookie']).toEqual(['sessionid=new2; Path=/; HttpOnly'])
})

test('it keeps the page’s own cookies', async () => {
  const api = await listen((_, response) => response.setHeader('set-cookie', 'sessionid=new; Path=/').end())
  const { visitor: alice, event, written } = visitor({})
  event.node.res.setHeader('set-cookie', ['theme=dark'])

  await createVisitorTransport({ baseUrl: api.origin, timeout: 1000 }, alice).send('/api/account/')

  expect(written['set-cookie']).toEqual(['theme=dark', 'sessionid=new; Path=/'])
})

test('a session cookie means a possible session', () => {
  const address = { baseUrl: 'http://127.0.0.1:8000', timeout: 1000 }

  expect(createVisitorTransport(address, visitor({ cookie: 'sessionid=alice' }).visitor).mayHaveSession()).toBe(true)
  expect(createVisitorTransport(address, visitor({ cookie: 'sessionid=' }).visitor).mayHaveSession()).toBe(false)
  expect(createVisitorTransport(address, visitor({ cookie: 'csrftoken=known' }).visitor).mayHaveSession()).toBe(false)
  expect(createVisitorTransport(address, visitor({ cookie: 'sessionid=alice; sessionid=mallory' }).visitor).mayHaveSession()).toBe(false)
})

test('a shared page sends anonymous requests', async () => {
  const api = await listen((_, response) => response.setHeader('set-cookie', 'sessionid=new; Path=/').end())
  const transport = createSharedTransport({ baseUrl: api.origin, timeout: 1000 })

  await transport.send('/api/account/')

  expect(Object.keys(api.received[0] ?? {}).filter(name => /cookie|forwarded|origin|referer|request-id/.test(name))).toEqual([])
  expect(transport.readCsrfToken()).toBeUndefined()
  expect(transport.mayHaveSession()).toBe(false)
})
