import { expect, it } from 'vitest'
import { misdirectedTo, parseFrontendOrigin } from '../server/utils/frontend-origin'
import type { ForwardedHeaders } from '../server/utils/proxy-headers'

function visitor(host: string, scheme = 'http'): ForwardedHeaders {
  return { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-host': host, 'x-forwarded-proto': scheme }
}

it('it normalises the setting', () => {
  expect(parseFrontendOrigin('')).toBe('')
  expect(parseFrontendOrigin('https://Blog.Example.com:443/')).toBe('https://blog.example.com')
  expect(parseFrontendOrigin('http://localhost:4000')).toBe('http://localhost:4000')
})

it('it rejects an invalid setting', () => {
  for (const setting of ['blog.example.com', 'ftp://a.example', 'https://a.example/b', 'https://a.example?', 'https://u@a.example', 'https://a.example.', 'https://a:99999']) {
    expect(() => parseFrontendOrigin(setting)).toThrow(`NUXT_SESSION_FRONTEND_ORIGIN is "${setting}"`)
  }
})

it('it accepts its host and port over any scheme', () => {
  for (const scheme of ['http', 'https']) {
    for (const host of ['blog.example.com', 'BLOG.example.com:443']) {
      expect(misdirectedTo(visitor(host, scheme), 'https://blog.example.com')).toBeUndefined()
    }
    for (const host of ['blog.example.com:1337', 'blog.example.com:80', 'blog.example.com.', 'blog.example.com.:443', 'evil.example', 'a b', '']) {
      expect(misdirectedTo(visitor(host, scheme), 'https://blog.example.com')).toBe('https://blog.example.com')
    }
  }
})

it('it accepts its host without a port', () => {
  expect(misdirectedTo(visitor('a.example'), 'https://a.example:8443')).toBeUndefined()
  expect(misdirectedTo(visitor('a.example:8443'), 'https://a.example:8443')).toBeUndefined()
  expect(misdirectedTo(visitor('a.example:1337'), 'https://a.example:8443')).toBe('https://a.example:8443')
})

it('without the setting only a trailing dot is wrong', () => {
  for (const host of ['localhost:4000', '127.0.0.1:4000', '[::1]:4000', 'a b', '']) {
    expect(misdirectedTo(visitor(host), '')).toBeUndefined()
  }
  expect(misdirectedTo(visitor('localhost.:4000'), '')).toBe('http://localhost:4000')
  expect(misdirectedTo(visitor('blog.example.com..', 'https'), '')).toBe('https://blog.example.com')
})
