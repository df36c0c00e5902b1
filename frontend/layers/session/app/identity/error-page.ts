import type { NuxtApp } from '#app'

/**
 * Whether the browser is taking over an error page that the server has made.
 *
 * Nuxt runs the route's middleware even then, although the route's page is not shown. What it could
 * find out is settled: the server has asked, and asking again would change the page under the hydration.
 */
export function isHydratingErrorPage({ isHydrating, payload }: NuxtApp): boolean {
  return import.meta.client && Boolean(isHydrating) && Boolean(payload.error)
}
