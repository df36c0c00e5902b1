import { defineEventHandler, setResponseHeader } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { assertReadMethod } from '../utils/assert-read-method'

/** Returns this server's public settings to prerendered pages. */
export default defineEventHandler((event) => {
  assertReadMethod(event)
  setResponseHeader(event, 'Cache-Control', 'no-store')
  return useRuntimeConfig().public.session
})
