import { assertMethod, defineEventHandler, setResponseHeader } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'

/** Tells a page that was made at build time what this server has been told since: `{ apiUrl }`, where browsers reach the API. */
export default defineEventHandler((event) => {
  assertMethod(event, ['GET', 'HEAD'])
  setResponseHeader(event, 'Cache-Control', 'no-store')
  return { apiUrl: useRuntimeConfig().public.session.apiUrl }
})
