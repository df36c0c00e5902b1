import type { RouterConfig } from 'nuxt/schema'

/**
 * Back and forward lead to where one was on the page; every other link to its top.
 *
 * Nuxt's own behaviour leaves the place alone where only the query changes, and a page of a list is a page.
 */
export default {
  scrollBehavior(to, from, savedPosition) {
    if (to.hash && pathWithoutHash(to) === pathWithoutHash(from)) return { el: to.hash }
    const position = savedPosition ?? (to.hash ? { el: to.hash } : { left: 0, top: 0 })
    // The first page is there already; every other only when it has its data.
    if (from.matched.length === 0) return position
    const { hooks, $router } = useNuxtApp()
    return new Promise((resolve) => {
      hooks.hookOnce('page:loading:end', () => void requestAnimationFrame(() => {
        // Somebody in a hurry is on another page by now.
        resolve($router.currentRoute.value.fullPath === to.fullPath ? position : false)
      }))
    })
  },
} satisfies RouterConfig
