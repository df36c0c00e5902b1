import type { ApiProblem } from '../api/api-problem'

/** The page error for an API that does not answer as it should: a 503, which asks to try again and logs nobody out. */
export function outageError(problem: ApiProblem) {
  return createError({
    status: 503,
    statusText: 'Service Unavailable',
    message: 'The service cannot be reached at the moment.',
    data: { code: 'service_unavailable', retryAfter: problem.retryAfter },
    fatal: true,
  })
}
