import type { RouterConfig } from 'nuxt/schema'

/**
 * Scrolls to the saved position on back and forward, else to the hash or the top.
 *
 * Nuxt's default does not scroll when only the query changes, as between the pages of a list.
 */
export default {
  scrollBehavior(to, from, savedPosition) {
    if (to.hash && pathWithoutHash(to) === pathWithoutHash(from)) return { el: to.hash }
    const position = savedPosition ?? (to.hash ? { el: to.hash } : { left: 0, top: 0 })
    // Later pages are rendered only once their data is there.
    if (from.matched.length === 0) return position
    const { hooks, $router } = useNuxtApp()
    return new Promise((resolve) => {
      hooks.hookOnce('page:loading:end', () => void requestAnimationFrame(() => {
        // Ignore a navigation that another one has replaced.
        resolve($router.currentRoute.value.fullPath === to.fullPath ? position : false)
      }))
    })
  },
} satisfies RouterConfig
