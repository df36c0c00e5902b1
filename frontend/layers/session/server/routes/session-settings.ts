import { assertMethod, defineEventHandler, setResponseHeader } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'

/** Tells a page that was made at build time which settings this server has been told since. */
export default defineEventHandler((event) => {
  assertMethod(event, ['GET', 'HEAD'])
  setResponseHeader(event, 'Cache-Control', 'no-store')
  return useRuntimeConfig().public.session
})
