import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { findBaseUrlFaults } from '../../shared/base-urls'
import { parseTrustedProxies } from '../forwarding/trusted-proxies'

/** Refuses to start with settings that cannot work, instead of failing at the first visitor. */
export default defineNitroPlugin(() => {
  const { session, public: { session: browser } } = useRuntimeConfig()
  parseTrustedProxies(session.trustedProxies)
  const faults = findBaseUrlFaults({ server: session.apiUrl, browser: browser.apiUrl })
  if (faults.length > 0) throw new Error(faults.join('\n'))
})
