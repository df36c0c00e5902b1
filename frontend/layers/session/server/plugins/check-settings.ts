import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { findBaseUrlErrors, findSettingsErrors } from '../utils/settings-errors'
import { parseFrontendOrigin } from '../utils/frontend-origin'
import { parseTrustedProxies } from '../utils/proxy-headers'
import { parseLogFormat } from '../utils/logging'

/** Validates the settings at start. */
export default defineNitroPlugin(() => {
  const { session, public: { session: browser } } = useRuntimeConfig()
  // Nitro converts environment variables to numbers and booleans.
  parseTrustedProxies(String(session.trustedProxies))
  parseFrontendOrigin(String(session.frontendOrigin))
  checkTimeout(session.timeout)
  parseLogFormat(session.logFormat)
  const errors = [...findBaseUrlErrors({ server: session.apiUrl, browser: browser.apiUrl }), ...findSettingsErrors(browser)]
  if (errors.length > 0) throw new Error(errors.join('\n'))
})

function checkTimeout(timeout: unknown): void {
  if (!Number.isInteger(timeout) || Number(timeout) <= 0) {
    throw new Error(`NUXT_SESSION_TIMEOUT is "${String(timeout)}": it must be a number of milliseconds, such as 5000.`)
  }
}
