import { cookieNames, type SessionSettings } from '../../shared/utils/session-settings'
import { CSRF_HEADER, isSafeMethod } from '../../shared/utils/http'
import { contractError } from '../../shared/utils/contract-error'
import { readErrorCode } from './api-problem'
import { resolveApiUrl } from '../../shared/utils/api-url'
import type { Transport } from '../../shared/types/session'

/** CSRF protection for one visitor. */
export interface Csrf {
  /** Fetches a token; concurrent calls share one request. */
  refresh: () => Promise<void>
  /**
   * Sends a request, an unsafe one with the token in its header.
   *
   * A request refused as `csrf_failed` is retried once with a new token. Django refuses it before the view
   * runs, so the retry is safe.
   */
  send: Transport['send']
}

/**
 * Creates CSRF protection: the header `X-CSRFToken` repeats the value of the CSRF cookie.
 *
 * @see https://docs.djangoproject.com/en/5.2/howto/csrf/#using-csrf-protection-with-ajax
 */
export function createCsrf(transport: Transport, settings: SessionSettings): Csrf {
  let refreshing: Promise<void> | undefined

  function refresh(): Promise<void> {
    refreshing ??= fetchToken(transport, settings).finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  async function sendWithToken(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    const token = transport.readCsrfToken()
    if (token) headers.set(CSRF_HEADER, token)
    return transport.send(url, { ...init, headers })
  }

  async function send(url: string, init: RequestInit = {}): Promise<Response> {
    if (isSafeMethod(init.method)) return transport.send(url, init)
    resolveApiUrl(url, transport.baseUrl)
    if (refreshing || !transport.readCsrfToken()) await refresh()
    const response = await sendWithToken(url, init)
    if (await readErrorCode(response) !== 'csrf_failed') return response
    await response.body?.cancel()
    await refresh()
    return sendWithToken(url, init)
  }

  return { refresh, send }
}

async function fetchToken(transport: Transport, settings: SessionSettings): Promise<void> {
  const endpoint = `GET ${settings.csrfPath}`
  const response = await transport.send(new URL(settings.csrfPath, transport.baseUrl).href)
  // An unread body keeps its connection open.
  await response.text()
  if (response.status === 429 || response.status >= 500) throw new Error(`${endpoint} answered ${response.status}.`)
  if (!response.ok) {
    throw contractError(import.meta.dev && (() =>
      `${endpoint} answered ${response.status}. Expected: the CSRF cookie. NUXT_PUBLIC_SESSION_CSRF_PATH sets the path.`))
  }
  // Only in development: a visitor's browser may block cookies.
  if (import.meta.dev && transport.readCsrfToken() === undefined) {
    throw contractError(() => `${endpoint} was answered, and there is not one cookie "${cookieNames(settings).csrf}" that scripts may read. `
      + 'Expected: Django\'s CSRF_COOKIE_NAME (NUXT_PUBLIC_SESSION_COOKIE_PREFIX and NUXT_PUBLIC_SESSION_CSRF_COOKIE name it), '
      + 'without CSRF_COOKIE_HTTPONLY or CSRF_USE_SESSIONS, and CSRF_COOKIE_SECURE over HTTPS alone.')
  }
}
