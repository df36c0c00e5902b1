import type { ApiProblem } from '../../shared/types/api'
import { findContractError } from '../../shared/utils/contract-error'

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

/** One error of an answer, in the API's one shape: `{type, errors: [{code, detail, attr}]}`. */
interface ErrorDetail {
  /** Machine-readable. */
  code: string
  /** For a person. */
  detail: string
  /** The field it belongs to; null when it is about the whole request. */
  attr: string | null
}

/** The errors in the body of an answer; none when it has another shape. */
function readErrorDetails(body: unknown): ErrorDetail[] {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return []
  return body.errors.filter(isErrorDetail)
}

function isErrorDetail(value: unknown): value is ErrorDetail {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'attr' in value
}

/** The machine-readable reason of an answer that refuses; its body can still be read afterwards. */
export async function readErrorCode(response: Response): Promise<string | undefined> {
  if (response.ok) return undefined
  const body: unknown = await response.clone().json().catch(() => undefined)
  return readErrorDetails(body)[0]?.code
}
