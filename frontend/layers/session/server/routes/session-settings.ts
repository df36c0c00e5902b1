import { defineEventHandler, setResponseHeader } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { assertReadMethod } from '../utils/assert-read-method'

/** Tells a page that was made at build time which settings this server has been told since. */
export default defineEventHandler((event) => {
  assertReadMethod(event)
  setResponseHeader(event, 'Cache-Control', 'no-store')
  return useRuntimeConfig().public.session
})
