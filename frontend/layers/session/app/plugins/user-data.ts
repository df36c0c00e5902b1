import type { Pinia, Store } from 'pinia'

/**
 * Provides `$clearUserData`, which empties all stores but the session's and all data that pages have fetched,
 * and takes what the server sent along with the page out of the document.
 *
 * A store that cannot be reset makes it throw: write data of a person into option stores, or give a
 * setup store a `$reset` of its own.
 */
export default defineNuxtPlugin({
  name: 'user-data',
  dependsOn: ['pinia'],
  setup(nuxtApp) {
    const stores = new Set<Store>()
    const pinia = nuxtApp.$pinia as Pinia
    pinia.use(({ store }) => {
      if (store.$id !== 'session') stores.add(store)
    })
    function clearUserData(): void {
      clearNuxtData()
      for (const store of stores) store.$reset()
      // Nuxt read it when the page was loaded, and does not read it again.
      if (import.meta.client) document.querySelector('[data-nuxt-data]')?.remove()
    }
    return { provide: { clearUserData: () => nuxtApp.runWithContext(clearUserData) } }
  },
})
