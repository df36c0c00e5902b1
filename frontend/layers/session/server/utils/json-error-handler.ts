import { send, setResponseHeaders, setResponseStatus } from 'h3'
import { defineNitroErrorHandler } from 'nitropack/runtime'
import { PRIVATE_HEADERS } from '../../shared/utils/http'

/** Answers failed requests that do not accept HTML: Nitro's JSON error, with `no-store`. */
export default defineNitroErrorHandler(async (error, event, { defaultHandler }) => {
  if (event.handled) return
  const { status, statusText, headers, body } = await defaultHandler(error, event, { json: true })
  setResponseHeaders(event, { ...headers, ...PRIVATE_HEADERS })
  setResponseStatus(event, status, statusText)
  return send(event, typeof body === 'string' ? body : JSON.stringify(body, null, 2))
})
