import { createRouterMatcher, START_LOCATION } from 'vue-router'
import type { DjangoPaths } from '../../../session/shared/utils/django-paths'

/** Nuxt's assets, Django's API, Django's other paths, and paths without a page. */
const ASSETS = '/_nuxt/'
const API = '/api/'
const DJANGO = '_DJANGO'
const OTHER = '_OTHER'

/** Nitro's route for the page renderer. */
const RENDERER = '/**'

/**
 * Creates a function that returns the route pattern of a path. Patterns have low cardinality and hold no user input.
 *
 * @param patterns route patterns of the pages, such as `/posts/:slug()`
 * @param paths recognises Django's paths
 */
export function createRouteMatcher(patterns: string[], paths: DjangoPaths): (path: string, handler?: string) => string {
  const pages = createRouterMatcher(patterns.map(path => ({ path, component: {} })), {})
  return (path, handler = RENDERER) => {
    if (handler !== RENDERER) return handler
    if (path.startsWith(ASSETS)) return ASSETS
    if (paths.isApi(path)) return API
    if (paths.isDjango(path)) return DJANGO
    return pages.resolve({ path }, START_LOCATION).matched.at(-1)?.path ?? OTHER
  }
}
