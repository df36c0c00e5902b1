import { expect, test } from 'vitest'
import { CookieJar } from '../server/utils/cookie-jar'

test('it sends the browser’s cookies unchanged', () => {
  const jar = new CookieJar('sessionid=abc; theme="dark"; token=a=b==')

  expect(jar.headerFor('/api/account/')).toBe('sessionid=abc; theme="dark"; token=a=b==')
})

test('without cookies the header is empty', () => {
  expect(new CookieJar().headerFor('/api/account/')).toBe('')
})

test('a cookie of the API replaces the browser’s', () => {
  const jar = new CookieJar('sessionid=old; theme=dark')

  jar.store(['sessionid=new; Path=/; HttpOnly'])

  expect(jar.headerFor('/api/posts/')).toBe('theme=dark; sessionid=new')
})

test.each(['Max-Age=0', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT'])('%s deletes a cookie', (attribute) => {
  const jar = new CookieJar('sessionid=old')

  jar.store([`sessionid=""; ${attribute}; Path=/`])

  expect(jar.headerFor('/api/posts/')).toBe('')
  expect(jar.get('sessionid')).toBeUndefined()
})

test('Max-Age overrides Expires', () => {
  const jar = new CookieJar()

  jar.store(['sessionid=new; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/'])

  expect(jar.get('sessionid')).toBe('new')
})

test('it keeps Set-Cookie lines unchanged', () => {
  const jar = new CookieJar()
  const line = 'sessionid=a%20"b"=; expires=Mon, 07 Dec 2026 11:50:11 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax'

  jar.store([line])

  expect(jar.setCookieLines).toEqual([line])
})

test('it replaces the same name, domain and path', () => {
  const jar = new CookieJar()

  jar.store(['sessionid=first; Path=/; Domain=example.com'])
  jar.store(['sessionid=second; Path=/; Domain=EXAMPLE.com'])

  expect(jar.setCookieLines).toEqual(['sessionid=second; Path=/; Domain=EXAMPLE.com'])
})

test.each([
  ['another path', 'sessionid=b; Path=/admin'],
  ['another domain', 'sessionid=b; Path=/; Domain=example.com'],
])('it keeps both cookies with %s', (_, other) => {
  const jar = new CookieJar()

  jar.store(['sessionid=a; Path=/', other])

  expect(jar.setCookieLines).toEqual(['sessionid=a; Path=/', other])
})

test('it sends cookies to their path only', () => {
  const jar = new CookieJar('sessionid=a')

  jar.store(['sessionid=b; Path=/admin'])

  expect(jar.headerFor('/api/posts/')).toBe('sessionid=a')
  expect(jar.headerFor('/admin/')).toBe('sessionid=b')
  expect(jar.headerFor('/administrators/')).toBe('sessionid=a')
})

test('the longer path wins', () => {
  const jar = new CookieJar()

  jar.store(['sessionid=api; Path=/api', 'sessionid=root; Path=/'])

  expect(jar.headerFor('/api/posts/')).toBe('sessionid=api')
})

test('it reads no duplicate cookies', () => {
  const jar = new CookieJar('sessionid=a; theme=dark; sessionid=b')

  expect(jar.get('sessionid')).toBeUndefined()
  expect(jar.headerFor('/')).toBe('sessionid=a; theme=dark; sessionid=b')
})

test.each(['\u00A0', '\uFEFF', '\u2003', '\v'])('%j is part of a cookie’s name', (space) => {
  const jar = new CookieJar(`${space}__Host-sessionid=planted`)

  expect(jar.get('__Host-sessionid')).toBeUndefined()
  expect(jar.headerFor('/')).toBe(`${space}__Host-sessionid=planted`)
})
