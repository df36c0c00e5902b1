import { setResponseHeader, setResponseStatus } from 'h3'
import type { NuxtApp } from '#app'
import type { ApiProblem } from '../../shared/types/api'

/** Seconds after which to try again, where the API named no time. */
const RETRY_AFTER = 5

const STATUS = 503

/**
 * The page error for an API that does not answer as it should: a 503, which asks to try again and logs nobody out.
 */
export function outageError(nuxtApp: NuxtApp, problem: ApiProblem | undefined) {
  askToTryAgain(nuxtApp, problem)
  return createError({
    status: STATUS,
    message: problem?.code === 'contract' ? problem.detail : 'The service cannot be reached at the moment.',
    // In the browser only a fatal error shows the error page; on the server it always does.
    fatal: import.meta.client,
  })
}

/** Marks a page that is shown although some of it could not be fetched: a 503, so that nobody keeps it or takes it for the whole. */
export function markUnavailable(nuxtApp: NuxtApp, problem: ApiProblem): void {
  askToTryAgain(nuxtApp, problem)
  if (nuxtApp.ssrContext) setResponseStatus(nuxtApp.ssrContext.event, STATUS)
}

function askToTryAgain({ ssrContext }: NuxtApp, problem: ApiProblem | undefined): void {
  if (ssrContext) setResponseHeader(ssrContext.event, 'Retry-After', problem?.retryAfter ?? RETRY_AFTER)
}

/**
 * Whether the browser is taking over an error page that the server has made.
 *
 * Nuxt runs the route's middleware even then, although the route's page is not shown. What it could
 * find out is settled: the server has asked, and asking again would change the page under the hydration.
 */
export function isHydratingErrorPage({ isHydrating, payload }: NuxtApp): boolean {
  return import.meta.client && Boolean(isHydrating) && Boolean(payload.error)
}
