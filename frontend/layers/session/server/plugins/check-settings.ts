import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { findBaseUrlErrors, findSettingsErrors } from '../utils/settings-errors'
import { parseFrontendOrigin } from '../utils/frontend-origin'
import { parseTrustedProxies } from '../utils/proxy-headers'
import { parseLogFormat } from '../utils/logging'

/** Refuses to start with settings that cannot work, instead of failing at the first visitor. */
export default defineNitroPlugin(() => {
  const { session, public: { session: browser } } = useRuntimeConfig()
  // Nitro reads a number or `true` out of the environment as such.
  parseTrustedProxies(String(session.trustedProxies))
  parseFrontendOrigin(String(session.frontendOrigin))
  checkTimeout(session.timeout)
  parseLogFormat(session.logFormat)
  const faults = [...findBaseUrlErrors({ server: session.apiUrl, browser: browser.apiUrl }), ...findSettingsErrors(browser)]
  if (faults.length > 0) throw new Error(faults.join('\n'))
})

function checkTimeout(timeout: unknown): void {
  if (!Number.isInteger(timeout) || Number(timeout) <= 0) {
    throw new Error(`NUXT_SESSION_TIMEOUT is "${String(timeout)}": it must be a number of milliseconds, such as 5000.`)
  }
}
