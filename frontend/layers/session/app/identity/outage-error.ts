import { setResponseHeader } from 'h3'
import type { NuxtApp } from '#app'
import type { ApiProblem } from '../api/api-problem'

/** Seconds after which to try again, where the API named no time. */
const RETRY_AFTER = 5

/**
 * The page error for an API that does not answer as it should: a 503, which asks to try again and logs nobody out.
 */
export function outageError({ ssrContext }: NuxtApp, problem: ApiProblem | undefined) {
  if (ssrContext) setResponseHeader(ssrContext.event, 'Retry-After', problem?.retryAfter ?? RETRY_AFTER)
  return createError({
    status: 503,
    statusText: 'Service Unavailable',
    message: 'The service cannot be reached at the moment.',
    // In the browser only a fatal error shows the error page; on the server it always does.
    fatal: import.meta.client,
  })
}
