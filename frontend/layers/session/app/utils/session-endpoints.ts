import { readProblem } from './api-problem'
import { contractError } from '../../shared/utils/contract-error'
import type { Account } from '../../shared/types/session'

const REFUSAL = '{"type": "client_error", "errors": [{"code": "not_authenticated", "detail": "…", "attr": null}]}'

/**
 * The account in an answer; its `id` tells one person from another.
 *
 * @throws ContractError when there is none
 */
export function readAccount(answer: unknown, asked: string): Account {
  if (isAccount(answer)) return answer
  throw contractError((import.meta.server || import.meta.dev) && (() =>
    `${asked} answered with ${describe(answer)}. Expected: the account as a JSON object, whose "id" is a number or a text.`))
}

function describe(answer: unknown): string {
  if (Array.isArray(answer)) return 'a list'
  if (typeof answer !== 'object' || answer === null) return String(answer)
  return `an object of ${Object.keys(answer).join(', ') || 'nothing'}`
}

function isAccount(answer: unknown): answer is Account {
  return typeof answer === 'object' && answer !== null && 'id' in answer && ['number', 'string'].includes(typeof answer.id) && answer.id !== ''
}

/** Answers to what a visitor sent, such as too many cookies: they say nothing about the API. */
const VISITORS_FAULTS = [400, 414, 431]

/**
 * What a failed call for the account is: a ContractError where the API is not as this layer needs it. An outage stays
 * what it is, and so do the refusal of an odd request and the word that nobody is logged in.
 */
export function explainAccountFailure(error: unknown, asked: string): unknown {
  if (!import.meta.server && !import.meta.dev) return error
  const { status, code } = readProblem(error)
  if (status === undefined || status >= 500 || status === 429 || code === 'not_authenticated' || VISITORS_FAULTS.includes(status)) return error
  const answer = code === 'unexpected' ? String(status) : `${status} with the code "${code}"`
  return contractError(() => `${asked} answered ${answer}. Expected: 200 with the account, or for visitors who are not logged in `
    + `401 or 403 with ${REFUSAL}. NUXT_PUBLIC_SESSION_ACCOUNT_PATH sets the path.`)
}

/**
 * What a failed call of the log-in or log-out throws on: in development a ContractError where there is no such endpoint.
 *
 * @param setting which setting is its path
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
