import { expect, test } from 'vitest'
import { isOutage, readProblem } from '../app/utils/api-problem'

function failure(status: number, data: unknown, headers = {}) {
  return { status, data, response: { headers: new Headers(headers) } }
}

test('it reads the first message per field', () => {
  const problem = readProblem(failure(400, {
    type: 'validation_error',
    errors: [
      { code: 'required', detail: 'This field is required.', attr: 'email' },
      { code: 'blank', detail: 'Another one.', attr: 'email' },
      { code: 'blank', detail: 'May not be blank.', attr: 'password' },
    ],
  }))

  expect(problem).toEqual({
    status: 400,
    code: 'required',
    detail: '',
    fields: { email: 'This field is required.', password: 'May not be blank.' },
    retryAfter: undefined,
  })
})

test('it reads detail and Retry-After', () => {
  const errors = [{ code: 'throttled', detail: 'Too many attempts.', attr: null }]

  expect(readProblem(failure(429, { type: 'client_error', errors }, { 'Retry-After': '42' }))).toEqual({
    status: 429, code: 'throttled', detail: 'Too many attempts.', fields: {}, retryAfter: 42,
  })
})

test('it reads an error wrapped by Nuxt', () => {
  const thrown = failure(429, { type: 'client_error', errors: [] }, { 'Retry-After': '42' })

  expect(readProblem({ status: thrown.status, data: thrown.data, cause: thrown })).toEqual(readProblem(thrown))
})

test('no response is unreachable', () => {
  expect(readProblem(new TypeError('fetch failed'))).toEqual({
    status: undefined, code: 'unreachable', detail: '', fields: {}, retryAfter: undefined,
  })
})

test.each([['HTML', '<html>'], ['an empty body', undefined], ['another format', { errors: ['no'] }]])(
  '%s is unexpected', (_, data) => {
    expect(readProblem(failure(502, data)).code).toBe('unexpected')
  })

test.each([[undefined, true], [500, true], [503, true], [429, true], [403, false], [404, false], [400, false]])(
  'status %s is an outage: %s', (status, expected) => {
    expect(isOutage({ ...readProblem(null), status })).toBe(expected)
  })
