import { expect, test } from 'vitest'
import { errorFace } from '../app/errors/error-face'

test('403, 404, 503 and all others have faces of their own', () => {
  const titles = [403, 404, 503, 500].map(status => errorFace(status).title)

  expect(new Set(titles).size).toBe(4)
})

test('only what may pass offers to try again', () => {
  expect([400, 403, 404, 503, 500, 418, undefined].map(status => errorFace(status).retry))
    .toEqual([false, false, false, true, true, true, true])
})
