import { reportContractError } from '../../shared/utils/contract-error'
import { cookieNames, type SessionSettings } from '../../shared/utils/session-settings'
import type { IncomingMessage } from 'node:http'
import { setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import { PRIVATE_HEADERS } from '../../shared/utils/http'

const ENDPOINTS = [
  { method: 'GET', key: 'csrfPath', variable: 'NUXT_PUBLIC_SESSION_CSRF_PATH' },
  { method: 'POST', key: 'loginPath', variable: 'NUXT_PUBLIC_SESSION_LOGIN_PATH' },
  { method: 'POST', key: 'logoutPath', variable: 'NUXT_PUBLIC_SESSION_LOGOUT_PATH' },
  { method: 'GET', key: 'accountPath', variable: 'NUXT_PUBLIC_SESSION_ACCOUNT_PATH' },
] as const

/**
 * Reports an answer on its way to a browser that shows that the session's endpoints, or the CSRF cookie, are not
 * those in the settings: of what browsers find out themselves the server's log would know nothing.
 */
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

/** What Django takes at most (DATA_UPLOAD_MAX_MEMORY_SIZE), in bytes. */
export const MAX_BODY_BYTES = 2_621_440

/**
 * The whole body of a request; `too large` as soon as that is known, so that nobody can fill the memory.
 *
 * What is left of a body that is too large is read and thrown away by Node after the answer.
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

/** An error in the API's one shape. */
function errorBody(status: number, code: string, detail: string) {
  return { type: status < 500 ? 'client_error' : 'server_error', errors: [{ code, detail, attr: null }] }
}

/** Answers in the API's place, as the API would. */
export function sendApiError(event: H3Event, status: number, code: string, detail: string) {
  setResponseStatus(event, status)
  setResponseHeaders(event, PRIVATE_HEADERS)
  return errorBody(status, code, detail)
}

/**
 * The API's answer; a refusal that its web server wrote as a page, before the API saw the request (a
 * line or a header that is too long), is put into the API's shape.
 */
export async function normalizeApiError(response: Response): Promise<Response> {
  const isHtml = /\bhtml\b/i.test(response.headers.get('content-type') ?? '')
  if (response.status < 400 || !isHtml) return response
  await response.body?.cancel()
  const detail = response.statusText || 'The request was refused.'
  return Response.json(errorBody(response.status, 'refused', detail), { status: response.status, headers: PRIVATE_HEADERS })
}
