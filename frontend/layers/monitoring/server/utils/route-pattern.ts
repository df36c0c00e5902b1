import { createRouterMatcher, START_LOCATION } from 'vue-router'
import type { DjangoPaths } from '../../../session/shared/utils/django-paths'

/** Nuxt's own files; what is passed on to Django, which knows its routes itself; all else that is no page. */
const FILES = '/_nuxt/'
const API = '/api/'
const DJANGO = '_DJANGO'
const OTHER = '_OTHER'

/** What answers when no handler of its own does: the one that makes pages. */
const PAGES = '/**'

/**
 * Gives a function that says by which pattern a path (without its query) is found.
 *
 * There are few patterns, whatever strangers ask for, and none holds what they have asked for.
 *
 * @param patterns the pages', such as `/posts/:slug()`
 * @param paths which addresses are Django's
 */
export function createRouteMatcher(patterns: string[], paths: DjangoPaths): (path: string, handler?: string) => string {
  const pages = createRouterMatcher(patterns.map(path => ({ path, component: {} })), {})
  return (path, handler = PAGES) => {
    if (handler !== PAGES) return handler
    if (path.startsWith(FILES)) return FILES
    if (paths.isApi(path)) return API
    if (paths.isDjango(path)) return DJANGO
    return pages.resolve({ path }, START_LOCATION).matched.at(-1)?.path ?? OTHER
  }
}
