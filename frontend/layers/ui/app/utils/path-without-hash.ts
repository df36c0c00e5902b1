import type { RouteLocationNormalized } from 'vue-router'

/** The path and query of a route, such as `/posts?page=2`: routes that differ only in the hash are one page. */
export function pathWithoutHash({ fullPath }: Pick<RouteLocationNormalized, 'fullPath'>): string {
  return fullPath.replace(/#.*/, '')
}
