/** Focuses the main content after a navigation to another page, because the followed link is gone. */
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
