import { setResponseHeader, setResponseStatus } from 'h3'
import type { NuxtApp } from '#app'
import type { ApiProblem } from '../../shared/types/api'

/** Default `Retry-After`, in seconds. */
const RETRY_AFTER = 5

const STATUS = 503

/** Creates the error for a 503 page with `Retry-After`. */
export function outageError(nuxtApp: NuxtApp, problem: ApiProblem | undefined) {
  setRetryAfter(nuxtApp, problem)
  return createError({
    status: STATUS,
    message: problem?.code === 'contract' ? problem.detail : 'The service cannot be reached at the moment.',
    // In browsers only a fatal error shows the error page.
    fatal: import.meta.client,
  })
}

/** Renders the page, but with status 503, because some of its data is missing. */
export function markUnavailable(nuxtApp: NuxtApp, problem: ApiProblem): void {
  setRetryAfter(nuxtApp, problem)
  if (nuxtApp.ssrContext) setResponseStatus(nuxtApp.ssrContext.event, STATUS)
}

/**
 * Whether the browser is hydrating an error page.
 *
 * Nuxt then still runs the middleware of the route. The server has already checked the session; a second
 * check would cause a hydration mismatch.
 */
export function isHydratingErrorPage({ isHydrating, payload }: NuxtApp): boolean {
  return import.meta.client && Boolean(isHydrating) && Boolean(payload.error)
}

function setRetryAfter({ ssrContext }: NuxtApp, problem: ApiProblem | undefined): void {
  if (ssrContext) setResponseHeader(ssrContext.event, 'Retry-After', problem?.retryAfter ?? RETRY_AFTER)
}
