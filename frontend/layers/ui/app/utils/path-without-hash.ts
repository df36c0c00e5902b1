import type { RouteLocationNormalized } from 'vue-router'

/**
 * The address of the page that a route leads to, such as `/posts?page=2`: without the place on it.
 *
 * Who goes to another place of a page (`#main`) stays on it.
 */
export function pathWithoutHash({ fullPath }: Pick<RouteLocationNormalized, 'fullPath'>): string {
  return fullPath.replace(/#.*/, '')
}
