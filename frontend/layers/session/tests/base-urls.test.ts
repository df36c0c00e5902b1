import { expect, test } from 'vitest'
import { findBaseUrlFaults } from '../shared/base-urls'

test.each(['', 'https://api.example.com', 'https://api.example.com/', 'http://localhost:8000'])(
  'browsers may reach the API at "%s"', (browser) => {
    expect(findBaseUrlFaults({ server: 'http://127.0.0.1:8000', browser })).toEqual([])
  })

test.each(['', '/api', 'api.example.com', 'ftp://example.com', 'http://127.0.0.1:8000/api', 'http://user:pass@example.com'])(
  'the server cannot reach the API at "%s", and is told which setting to mend', (server) => {
    expect(findBaseUrlFaults({ server, browser: '' })).toEqual([expect.stringContaining(`NUXT_SESSION_API_URL is "${server}"`)])
  })

test.each(['/api', 'api.example.com', 'javascript:alert(1)', 'https://api.example.com/v1'])(
  'browsers cannot reach the API at "%s", and the setting is named', (browser) => {
    expect(findBaseUrlFaults({ server: 'http://127.0.0.1:8000', browser }))
      .toEqual([expect.stringContaining(`NUXT_PUBLIC_SESSION_API_URL is "${browser}"`)])
  })
