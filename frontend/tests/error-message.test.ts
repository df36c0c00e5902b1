import { expect, test } from 'vitest'
import { errorMessage } from '../app/utils/error-message'

test('each failure that a page may meet has a face of its own', () => {
  const titles = [400, 403, 404, 414, 503, 500].map(status => errorMessage(status).title)

  expect(new Set(titles).size).toBe(6)
})

test('what is not allowed is told by its reason, and no other failure is', () => {
  expect(errorMessage(403, 'Only the author can edit a post.').text).toBe('Only the author can edit a post.')
  expect(errorMessage(403).text).toBe('Your account does not have permission to do that.')
  expect(errorMessage(500, 'x is undefined')).toEqual(errorMessage(500))
})

test('only what may pass offers to try again', () => {
  expect([400, 403, 404, 414, 503, 500, 418, undefined].map(status => errorMessage(status).retry))
    .toEqual([false, false, false, false, true, true, true, true])
})
