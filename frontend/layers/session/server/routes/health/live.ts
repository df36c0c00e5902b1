import { defineEventHandler, setResponseHeader } from 'h3'
import { assertReadMethod } from '../../utils/assert-read-method'

/** Health check of this server, without the API: it renders outage pages itself. */
export default defineEventHandler((event) => {
  assertReadMethod(event)
  setResponseHeader(event, 'Cache-Control', 'no-store')
  return { status: 'ok' }
})
