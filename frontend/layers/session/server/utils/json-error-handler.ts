import { send, setResponseHeaders, setResponseStatus } from 'h3'
import { defineNitroErrorHandler } from 'nitropack/runtime'
import { PRIVATE_HEADERS } from '../../shared/utils/http'

/**
 * Answers a failed request that wants no page, which Nuxt's own handler leaves aside.
 *
 * It says what Nitro would say, but may be kept by no cache, just as the page that others get.
 */
export default defineNitroErrorHandler(async (error, event, { defaultHandler }) => {
  if (event.handled) return
  const { status, statusText, headers, body } = await defaultHandler(error, event, { json: true })
  setResponseHeaders(event, { ...headers, ...PRIVATE_HEADERS })
  setResponseStatus(event, status, statusText)
  return send(event, typeof body === 'string' ? body : JSON.stringify(body, null, 2))
})
