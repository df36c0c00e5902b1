import type { Pinia, Store } from 'pinia'

/**
 * Provides `$clearUserData`: resets all stores but the session's, clears `useAsyncData` and removes the payload from
 * the document.
 *
 * It throws if a store has no `$reset`: use option stores, or write one.
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
      if (import.meta.client) document.querySelector('[data-nuxt-data]')?.remove()
    }
    return { provide: { clearUserData: () => nuxtApp.runWithContext(clearUserData) } }
  },
})
