import type { NuxtApp } from '#app'
import { isOutage, readProblem } from '../utils/api-problem'
import type { ApiProblem } from '../../shared/types/api'
import { loginLocation } from '../utils/login-redirect'
import { markUnavailable, outageError } from '../utils/outage-page'
import { useSessionStore } from '../stores/session'

/**
 * The data of a page: `useAsyncData`, with each failure of the API turned into the right page.
 *
 * A session that has ended leads to the log-in page and back; an API in trouble is a 503 that can be
 * tried again; other refusals become the page's own 403, 404 and so on.
 *
 * @param key names the data; a page loaded with data under this key does not fetch it again
 * @param load fetches through `$api`, mostly into a store
 * @param options.optional the page has something to show without it: in an outage it is rendered, still as a
 *   503, and says so itself where `error` is set
 */
export async function useApiData<Data>(key: string, load: () => Promise<Data>, { optional = false } = {}) {
  const nuxtApp = useNuxtApp()
  const session = useSessionStore()
  const route = useRoute()
  const { loginPage } = useRuntimeConfig().public.session
  const result = await useAsyncData(key, load)
  if (result.error.value) {
    const problem = readProblem(result.error.value)
    if (problem.code === 'not_authenticated') {
      session.markEnded()
      await nuxtApp.runWithContext(() => navigateTo(loginLocation(route.fullPath, loginPage, session)))
    }
    else if (optional && isOutage(problem)) {
      markUnavailable(nuxtApp, problem)
    }
    else {
      throw pageError(nuxtApp, problem)
    }
  }
  return result
}

function pageError(nuxtApp: NuxtApp, problem: ApiProblem) {
  if (isOutage(problem)) return outageError(nuxtApp, problem)
  return createError({ status: problem.status, message: problem.detail, fatal: import.meta.client })
}
