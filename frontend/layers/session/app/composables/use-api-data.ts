import type { NuxtApp } from '#app'
import { isOutage, readProblem } from '../utils/api-problem'
import type { ApiProblem } from '../../shared/types/api'
import { loginLocation } from '../utils/login-redirect'
import { markUnavailable, outageError } from '../utils/outage-page'
import { useSessionStore } from '../stores/session'

/**
 * `useAsyncData` for the data of a page. An ended session redirects to the log-in page; an outage becomes a 503
 * page; other errors keep their status.
 *
 * @param key as in `useAsyncData`
 * @param load fetches through `$api`, usually into a store
 * @param options.optional in an outage, render the page without this data (status 503) and leave `error` set
 * @returns the result of `useAsyncData`
 * @throws NuxtError for the error page
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
