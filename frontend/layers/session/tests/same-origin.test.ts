import { expect, test } from 'vitest'
import { isSameOrigin } from '../server/utils/same-origin'

const SITE = 'https://example.com'

test.each<[boolean, Record<string, string>, string]>([
  [true, { 'Sec-Fetch-Site': 'same-origin' }, SITE],
  [true, { 'Sec-Fetch-Site': 'same-origin', 'Origin': SITE }, SITE],
  [true, { Origin: SITE }, SITE],
  [false, { 'Sec-Fetch-Site': 'same-site' }, SITE],
  [false, { 'Sec-Fetch-Site': 'cross-site', 'Origin': SITE }, SITE],
  [false, { 'Sec-Fetch-Site': 'none' }, SITE],
  [false, { Origin: 'https://evil.example' }, SITE],
  [false, { Origin: 'https://example.com.evil.example' }, SITE],
  [false, { Origin: 'http://example.com' }, SITE],
  [false, { Origin: 'null' }, SITE],
  [false, { Origin: '' }, ''],
  [false, {}, SITE],
])('%s for %j', (expected, headers, site) => {
  expect(isSameOrigin(new Headers(headers), site)).toBe(expected)
})
