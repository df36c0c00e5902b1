import type { Transport } from '../shared/types/session'

/** A transport that records requests and returns the test's responses. */
export function fakeTransport(answer: (url: URL, init: RequestInit, cookies: Record<string, string>) => Response | Promise<Response>) {
  const sent: { method: string, path: string, token: string | null }[] = []
  const cookies: Record<string, string> = {}
  const transport: Transport = {
    baseUrl: 'https://api.example.com',
    send: async (target, init = {}) => {
      const url = new URL(target, 'https://api.example.com')
      sent.push({ method: init.method ?? 'GET', path: url.pathname, token: new Headers(init.headers).get('X-CSRFToken') })
      return answer(url, init, cookies)
    },
    readCsrfToken: () => cookies.csrftoken,
    mayHaveSession: () => 'csrftoken' in cookies,
    sendsSession: () => 'sessionid' in cookies,
  }
  return { transport, sent, cookies }
}

/** An error in the API's format. */
export function refusal(status: number, code: string): Response {
  return Response.json({ type: 'client_error', errors: [{ code, detail: 'No.', attr: null }] }, { status })
}
