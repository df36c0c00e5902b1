import { expect, test } from 'vitest'
import { randomUuid } from '../app/utils/random-uuid'

test('a random UUID has version 4', () => {
  const uuids = Array.from({ length: 50 }, randomUuid)

  expect(new Set(uuids).size).toBe(50)
  for (const uuid of uuids) expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})
