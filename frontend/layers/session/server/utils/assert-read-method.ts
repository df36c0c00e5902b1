import { createError, setResponseHeader, type H3Event } from 'h3'

/**
 * Allows GET and HEAD only (RFC 9110, section 15.5.6).
 *
 * @param acceptsForms whether the page's `Allow` names POST too
 * @throws H3Error with status 405; sets `Allow`
 */
export function assertReadMethod(event: H3Event, acceptsForms = false): void {
  if (event.method === 'GET' || event.method === 'HEAD') return
  setResponseHeader(event, 'Allow', acceptsForms ? 'GET, HEAD, POST' : 'GET, HEAD')
  throw createError({ status: 405 })
}
