import { expect, it } from 'vitest'
import { findHstsError } from '../server/utils/security-headers'

it.each(['', 'max-age=0', 'max-age=31536000', 'max-age=63072000; includeSubDomains; preload'])('it accepts "%s"', (hsts) => {
  expect(findHstsError(hsts)).toBeUndefined()
})

it.each(['31536000', 'max-age', 'max-age=a', 'includeSubDomains', 'max-age=1; preloaded', 'max-age=1\r\nX: y'])('it refuses "%s"', (hsts) => {
  expect(findHstsError(hsts)).toContain(`NUXT_SECURITY_HSTS is "${hsts}"`)
})
