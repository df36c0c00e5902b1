import { expect, test } from 'vitest'
import { errorFace } from '../app/errors/error-face'

test('each failure that a page may meet has a face of its own', () => {
  const titles = [400, 403, 404, 414, 503, 500].map(status => errorFace(status).title)

  expect(new Set(titles).size).toBe(6)
})

test('what is not allowed is told by its reason, and no other failure is', () => {
  expect(errorFace(403, 'Only its author may change a post.').text).toBe('Only its author may change a post.')
  expect(errorFace(403).text).toBe('You are logged in, but not as the person who may do that.')
  expect(errorFace(500, 'x is undefined')).toEqual(errorFace(500))
})

test('only what may pass offers to try again', () => {
  expect([400, 403, 404, 414, 503, 500, 418, undefined].map(status => errorFace(status).retry))
    .toEqual([false, false, false, false, true, true, true, true])
})
