import { expect, test } from 'vitest'
import { CookieJar } from '../server/utils/cookie-jar'

test('the browser’s cookies are sent to the API as they came', () => {
  const jar = new CookieJar('sessionid=abc; theme="dark"; token=a=b==')

  expect(jar.headerFor('/api/account/')).toBe('sessionid=abc; theme="dark"; token=a=b==')
})

test('without cookies there is no header to send', () => {
  expect(new CookieJar().headerFor('/api/account/')).toBe('')
})

test('a cookie set by the API takes the place of the browser’s in the next call', () => {
  const jar = new CookieJar('sessionid=old; theme=dark')

  jar.store(['sessionid=new; Path=/; HttpOnly'])

  expect(jar.headerFor('/api/posts/')).toBe('theme=dark; sessionid=new')
})

test.each(['Max-Age=0', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT'])('a cookie deleted with %s is not sent any more', (attribute) => {
  const jar = new CookieJar('sessionid=old')

  jar.store([`sessionid=""; ${attribute}; Path=/`])

  expect(jar.headerFor('/api/posts/')).toBe('')
  expect(jar.get('sessionid')).toBeUndefined()
})

test('Max-Age counts for more than Expires', () => {
  const jar = new CookieJar()

  jar.store(['sessionid=new; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/'])

  expect(jar.get('sessionid')).toBe('new')
})

test('the browser receives the lines as the API wrote them', () => {
  const jar = new CookieJar()
  const line = 'sessionid=a%20"b"=; expires=Mon, 07 Dec 2026 11:50:11 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax'

  jar.store([line])

  expect(jar.setCookieLines).toEqual([line])
})

test('a later cookie of the same name, domain and path replaces the earlier one', () => {
  const jar = new CookieJar()

  jar.store(['sessionid=first; Path=/; Domain=example.com'])
  jar.store(['sessionid=second; Path=/; Domain=EXAMPLE.com'])

  expect(jar.setCookieLines).toEqual(['sessionid=second; Path=/; Domain=EXAMPLE.com'])
})

test.each([
  ['another path', 'sessionid=b; Path=/admin'],
  ['another domain', 'sessionid=b; Path=/; Domain=example.com'],
])('cookies of one name with %s are both kept', (_, other) => {
  const jar = new CookieJar()

  jar.store(['sessionid=a; Path=/', other])

  expect(jar.setCookieLines).toEqual(['sessionid=a; Path=/', other])
})

test('a cookie for another path is not sent', () => {
  const jar = new CookieJar('sessionid=a')

  jar.store(['sessionid=b; Path=/admin'])

  expect(jar.headerFor('/api/posts/')).toBe('sessionid=a')
  expect(jar.headerFor('/admin/')).toBe('sessionid=b')
  expect(jar.headerFor('/administrators/')).toBe('sessionid=a')
})

test('of two cookies of one name the one with the longer path wins', () => {
  const jar = new CookieJar()

  jar.store(['sessionid=api; Path=/api', 'sessionid=root; Path=/'])

  expect(jar.headerFor('/api/posts/')).toBe('sessionid=api')
})

test('of two cookies of one name neither counts', () => {
  const jar = new CookieJar('sessionid=a; theme=dark; sessionid=b')

  expect(jar.get('sessionid')).toBeUndefined()
  expect(jar.headerFor('/')).toBe('sessionid=a; theme=dark; sessionid=b')
})

test.each(['\u00A0', '\uFEFF', '\u2003', '\v'])('a name that begins with the space %j is another name, and stays it', (space) => {
  const jar = new CookieJar(`${space}__Host-sessionid=planted`)

  expect(jar.get('__Host-sessionid')).toBeUndefined()
  expect(jar.headerFor('/')).toBe(`${space}__Host-sessionid=planted`)
})
