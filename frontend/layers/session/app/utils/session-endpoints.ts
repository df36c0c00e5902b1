import { readProblem } from './api-problem'
import { contractError } from '../../shared/utils/contract-error'
import type { Account } from '../../shared/types/session'

const NOT_AUTHENTICATED = '{"type": "client_error", "errors": [{"code": "not_authenticated", "detail": "…", "attr": null}]}'

/** Statuses for malformed requests, such as too many cookies; they do not break the contract. */
const BAD_REQUEST_STATUSES = [400, 414, 431]

/**
 * Validates the account in a response.
 *
 * @param endpoint method and path, for the error message
 * @throws ContractError if it has no `id`
 */
export function readAccount(body: unknown, endpoint: string): Account {
  if (isAccount(body)) return body
  throw contractError((import.meta.server || import.meta.dev) && (() =>
    `${endpoint} answered with ${describe(body)}. Expected: the account as a JSON object with an "id", a number or a string.`))
}

function isAccount(body: unknown): body is Account {
  return typeof body === 'object' && body !== null && 'id' in body && ['number', 'string'].includes(typeof body.id) && body.id !== ''
}

function describe(body: unknown): string {
  if (Array.isArray(body)) return 'a list'
  if (typeof body !== 'object' || body === null) return String(body)
  return `an object of ${Object.keys(body).join(', ') || 'nothing'}`
}

/**
 * Turns an error of the account endpoint into a ContractError if the API breaks the contract. Outages, malformed
 * requests and `not_authenticated` are returned unchanged.
 */
export function explainAccountFailure(error: unknown, endpoint: string): unknown {
  if (!import.meta.server && !import.meta.dev) return error
  const { status, code } = readProblem(error)
  if (status === undefined || status >= 500 || status === 429) return error
  if (code === 'not_authenticated' || BAD_REQUEST_STATUSES.includes(status)) return error
  const answer = code === 'unexpected' ? String(status) : `${status} with the code "${code}"`
  return contractError(() => `${endpoint} answered ${answer}. Expected: 200 with the account, or for visitors who are not logged in `
    + `401 or 403 with ${NOT_AUTHENTICATED}. NUXT_PUBLIC_SESSION_ACCOUNT_PATH sets the path.`)
}

/**
 * Creates a `catch` handler that rethrows; in development it throws a ContractError if the endpoint does not exist.
 *
 * @param setting the setting with the endpoint's path
 */
export function explainMissing(setting: 'loginPath' | 'logoutPath') {
  return (error: unknown): never => {
    if (!import.meta.dev) throw error
    const { status } = readProblem(error)
    if (status !== 404 && status !== 405) throw error
    const variable = { loginPath: 'NUXT_PUBLIC_SESSION_LOGIN_PATH', logoutPath: 'NUXT_PUBLIC_SESSION_LOGOUT_PATH' }[setting]
    const path = useRuntimeConfig().public.session[setting]
    throw contractError(() => `POST ${path} answered ${status}: the API has no such endpoint. ${variable} sets the path.`)
  }
}
