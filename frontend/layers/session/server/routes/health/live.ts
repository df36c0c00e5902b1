import { defineEventHandler, setResponseHeader } from 'h3'
import { assertReadMethod } from '../../utils/assert-read-method'

/**
 * Says that this server answers, to whoever starts it and to the proxy in front of it.
 *
 * It does not ask the API: without it the pages that say so clearly have to come from here.
 */
export default defineEventHandler((event) => {
  assertReadMethod(event)
  setResponseHeader(event, 'Cache-Control', 'no-store')
  return { status: 'ok' }
})
