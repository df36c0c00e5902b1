/** One error of an answer, in the API's one shape: `{type, errors: [{code, detail, attr}]}`. */
export interface ErrorDetail {
  /** Machine-readable. */
  code: string
  /** For a person. */
  detail: string
  /** The field it belongs to; null when it is about the whole request. */
  attr: string | null
}

/** The errors in the body of an answer; none when it has another shape. */
export function readErrorDetails(body: unknown): ErrorDetail[] {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return []
  return body.errors.filter(isErrorDetail)
}

function isErrorDetail(value: unknown): value is ErrorDetail {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'attr' in value
}
