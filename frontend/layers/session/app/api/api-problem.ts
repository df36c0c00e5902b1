import { findContractError } from './contract-error'
import { readErrorDetails, type ErrorDetail } from './error-details'

/** What an error answer of the API says, or that there was none. */
export interface ApiProblem {
  /** HTTP status; undefined when no answer came (no network, time-out). */
  status: number | undefined
  /**
   * The first error's machine-readable code; `unreachable` when no answer came, `unexpected` when it had another
   * shape, `contract` when the API is not as this layer needs it.
   */
  code: string
  /** What happened, for a person; empty when the API did not say. */
  detail: string
  /** The first message for each field of the request. */
  fields: Record<string, string>
  /** Seconds to wait before trying again, where the API said so. */
  retryAfter: number | undefined
}

/** What `$fetch` throws, as far as it matters here; Nuxt wraps it where the data of a page fails. */
interface FailedFetch {
  status?: number
  data?: unknown
  response?: { headers: Headers }
  cause?: { response?: { headers: Headers } }
}

/** Reads what `$api` threw. */
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

/** Whether the failure says nothing about who the visitor is: no answer, an API in trouble, or too many requests. */
export function isOutage(problem: ApiProblem): boolean {
  return isUnanswered(problem) || problem.status === 429
}

/** Whether what was asked for may have been done or not: no answer, or an API in trouble. */
export function isUnanswered({ status }: ApiProblem): boolean {
  return status === undefined || status >= 500
}

function isFieldError(error: ErrorDetail): error is ErrorDetail & { attr: string } {
  return error.attr !== null
}

function readRetryAfter(headers: Headers | undefined): number | undefined {
  const seconds = Number.parseInt(headers?.get('Retry-After') ?? '', 10)
  return Number.isNaN(seconds) ? undefined : seconds
}
