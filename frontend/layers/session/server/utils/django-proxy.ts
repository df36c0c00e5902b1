import type { IncomingMessage } from 'node:http'
import { setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import { reportContractError } from '../../shared/utils/contract-error'
import { PRIVATE_HEADERS } from '../../shared/utils/http'
import { cookieNames, type SessionSettings } from '../../shared/utils/session-settings'

/** Django's DATA_UPLOAD_MAX_MEMORY_SIZE. */
export const MAX_BODY_BYTES = 2_621_440

const ENDPOINTS = [
  { method: 'GET', key: 'csrfPath', variable: 'NUXT_PUBLIC_SESSION_CSRF_PATH' },
  { method: 'POST', key: 'loginPath', variable: 'NUXT_PUBLIC_SESSION_LOGIN_PATH' },
  { method: 'POST', key: 'logoutPath', variable: 'NUXT_PUBLIC_SESSION_LOGOUT_PATH' },
  { method: 'GET', key: 'accountPath', variable: 'NUXT_PUBLIC_SESSION_ACCOUNT_PATH' },
] as const

/**
 * Reads the body of a request, up to `MAX_BODY_BYTES`. Node discards the rest after the response.
 *
 * @returns `too large` as soon as that is known
 */
export async function readRequestBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return 'too large'
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > MAX_BODY_BYTES) return 'too large'
    chunks.push(chunk as Buffer)
  }
  return Uint8Array.from(Buffer.concat(chunks))
}

/** Sets status and headers of an error in the API's format. @returns its body */
export function sendApiError(event: H3Event, status: number, code: string, detail: string) {
  setResponseStatus(event, status)
  setResponseHeaders(event, PRIVATE_HEADERS)
  return errorBody(status, code, detail)
}

/** Converts an HTML error of the API's web server (such as 414 or 431) into the API's format. */
export async function normalizeApiError(response: Response): Promise<Response> {
  const isHtml = /\bhtml\b/i.test(response.headers.get('content-type') ?? '')
  if (response.status < 400 || !isHtml) return response
  await response.body?.cancel()
  const detail = response.statusText || 'The request was refused.'
  return Response.json(errorBody(response.status, 'refused', detail), { status: response.status, headers: PRIVATE_HEADERS })
}

/** Logs a ContractError if a proxied response shows a wrong path or cookie name in the settings. */
export function checkSessionResponse(method: string, target: string, { ok, status, headers }: Response, settings: SessionSettings): void {
  const path = target.split('?')[0]
  const endpoint = ENDPOINTS.find(each => each.method === method && settings[each.key] === path)
  if (!endpoint) return
  if ([301, 302, 307, 308, 404, 405].includes(status)) {
    reportContractError(`${method} ${path} answered ${status}: the API has no such endpoint. ${endpoint.variable} sets the path.`)
  }
  const { csrf } = cookieNames(settings)
  const names = headers.getSetCookie().map(line => line.split('=')[0]!)
  if (ok && endpoint.key === 'csrfPath' && !names.includes(csrf)) {
    reportContractError(`${method} ${path} set ${names.map(name => `"${name}"`).join(', ') || 'no cookie'}. Expected: "${csrf}", Django's CSRF_COOKIE_NAME; NUXT_PUBLIC_SESSION_COOKIE_PREFIX and NUXT_PUBLIC_SESSION_CSRF_COOKIE name it.`)
  }
}

function errorBody(status: number, code: string, detail: string) {
  return { type: status < 500 ? 'client_error' : 'server_error', errors: [{ code, detail, attr: null }] }
}
