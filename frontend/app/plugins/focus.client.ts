/**
 * Moves the focus to the new page's content after a navigation in the browser, as a new document would:
 * the link that was followed is gone, and whoever uses a keyboard or a screen reader would start over.
 *
 * Within a page the browser does it.
 */
export default defineNuxtPlugin((nuxtApp) => {
  let moved = false
  useRouter().afterEach((to, from) => {
    moved = from.matched.length > 0 && pathWithoutHash(to) !== pathWithoutHash(from)
  })
  nuxtApp.hook('page:finish', () => {
    if (moved) document.getElementById('main')?.focus({ preventScroll: true })
    moved = false
  })
})
