import { createError, setResponseHeader, type H3Event } from 'h3'

/**
 * Allows GET and HEAD only (RFC 9110, section 15.5.6).
 *
 * @throws H3Error with status 405; sets `Allow`
 */
export function assertReadMethod(event: H3Event): void {
  if (event.method === 'GET' || event.method === 'HEAD') return
  setResponseHeader(event, 'Allow', 'GET, HEAD')
  throw createError({ status: 405 })
}
