import { setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import { PRIVATE_HEADERS } from '../../shared/private-headers'

/** An error in the API's one shape. */
function errorBody(status: number, code: string, detail: string) {
  return { type: status < 500 ? 'client_error' : 'server_error', errors: [{ code, detail, attr: null }] }
}

/** Answers in the API's place, as the API would. */
export function answerApiError(event: H3Event, status: number, code: string, detail: string) {
  setResponseStatus(event, status)
  setResponseHeaders(event, PRIVATE_HEADERS)
  return errorBody(status, code, detail)
}

/**
 * The API's answer; a refusal that its web server wrote as a page, before the API saw the request (a
 * line or a header that is too long), is put into the API's shape.
 */
export async function inApiShape(response: Response): Promise<Response> {
  const isHtml = /\bhtml\b/i.test(response.headers.get('content-type') ?? '')
  if (response.status < 400 || !isHtml) return response
  await response.body?.cancel()
  const detail = response.statusText || 'The request was refused.'
  return Response.json(errorBody(response.status, 'refused', detail), { status: response.status, headers: PRIVATE_HEADERS })
}
