import { createError, setResponseHeader, type H3Event } from 'h3'

/**
 * Refuses a request that is more than a reading one (RFC 9110, section 15.5.6).
 *
 * @throws H3Error with the status 405; the answer's `Allow` names the methods there are
 */
export function assertReadMethod(event: H3Event): void {
  if (event.method === 'GET' || event.method === 'HEAD') return
  setResponseHeader(event, 'Allow', 'GET, HEAD')
  throw createError({ status: 405 })
}
