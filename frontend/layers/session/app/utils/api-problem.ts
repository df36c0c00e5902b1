import type { ApiProblem } from '../../shared/types/api'
import { findContractError } from '../../shared/utils/contract-error'

/** The parts of a FetchError that are read here. Nuxt wraps it in `cause` when `useAsyncData` fails. */
interface FailedFetch {
  status?: number
  data?: unknown
  response?: { headers: Headers }
  cause?: { response?: { headers: Headers } }
}

/** An item of the API's error format: `{type, errors: [{code, detail, attr}]}`. */
interface ErrorDetail {
  code: string
  detail: string
  /** Field of the request; null for the whole request. */
  attr: string | null
}

/** Converts what `$api` threw into an `ApiProblem`. */
export function readProblem(error: unknown): ApiProblem {
  const broken = findContractError(error)
  if (broken) return { status: undefined, code: 'contract', detail: broken.message, fields: {}, retryAfter: undefined }
  const failed: FailedFetch = typeof error === 'object' && error !== null ? error : {}
  const errors = readErrorDetails(failed.data)
  return {
    status: failed.status,
    code: errors[0]?.code ?? (failed.status === undefined ? 'unreachable' : 'unexpected'),
    detail: errors.find(({ attr }) => attr === null)?.detail ?? '',
    fields: Object.fromEntries(errors.filter(isFieldError).reverse().map(({ attr, detail }) => [attr, detail])),
    retryAfter: readRetryAfter((failed.response ?? failed.cause?.response)?.headers),
  }
}

/** Whether the API is unavailable: no response, a server error, or too many requests. Says nothing about the session. */
export function isOutage(problem: ApiProblem): boolean {
  return isUnanswered(problem) || problem.status === 429
}

/** Whether the API may or may not have processed the request: no response, or a server error. */
export function isUnanswered({ status }: ApiProblem): boolean {
  return status === undefined || status >= 500
}

/**
 * The error code of a failed response; leaves its body readable.
 *
 * @returns undefined for a 2xx response, and for a body in another format
 */
export async function readErrorCode(response: Response): Promise<string | undefined> {
  if (response.ok) return undefined
  const body: unknown = await response.clone().json().catch(() => undefined)
  return readErrorDetails(body)[0]?.code
}

function readErrorDetails(body: unknown): ErrorDetail[] {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return []
  return body.errors.filter(isErrorDetail)
}

function isErrorDetail(value: unknown): value is ErrorDetail {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'attr' in value
}

function isFieldError(error: ErrorDetail): error is ErrorDetail & { attr: string } {
  return error.attr !== null
}

function readRetryAfter(headers: Headers | undefined): number | undefined {
  const seconds = Number.parseInt(headers?.get('Retry-After') ?? '', 10)
  return Number.isNaN(seconds) ? undefined : seconds
}
