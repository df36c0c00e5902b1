import { expect, test } from 'vitest'
import { resolveApiUrl } from '../shared/utils/api-url'

const API = 'https://api.example.com'

test.each(['/api/posts/?page=2', 'https://api.example.com/api/posts/?page=2'])('it accepts %s', (target) => {
  expect(resolveApiUrl(target, API).href).toBe('https://api.example.com/api/posts/?page=2')
})

test.each([
  'https://evil.example/api/', '//evil.example/api/', '/\\evil.example/', 'http://api.example.com/',
  'https://api.example.com:8443/', 'https://api.example.com.evil.example/', 'https://api.example.com@evil.example/',
])('it refuses %s', (target) => {
  expect(() => resolveApiUrl(target, API)).toThrow('$api only talks to the API at https://api.example.com')
})
