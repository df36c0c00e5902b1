import { expect, test } from 'vitest'
import { errorMessage } from '../app/utils/error-message'

test('each status has its own title', () => {
  const titles = [400, 403, 404, 414, 503, 500].map(status => errorMessage(status).title)

  expect(new Set(titles).size).toBe(6)
})

test('only a 403 shows its reason', () => {
  expect(errorMessage(403, 'Only the author can edit a post.').text).toBe('Only the author can edit a post.')
  expect(errorMessage(403).text).toBe('Your account does not have permission to do that.')
  expect(errorMessage(500, 'x is undefined')).toEqual(errorMessage(500))
})

test('only temporary errors offer a retry', () => {
  expect([400, 403, 404, 414, 503, 500, 418, undefined].map(status => errorMessage(status).retry))
    .toEqual([false, false, false, false, true, true, true, true])
})
