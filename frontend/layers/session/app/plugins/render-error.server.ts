// @ts-expect-error -- not in Vue's types: meant for compiled components only
import { getCurrentInstance, withAsyncContext } from 'vue'
import type { NuxtApp } from '#app'

/**
 * Resets Vue's current instance after a render error, so that later requests do not see that page's visitor.
 *
 * The current instance is a global. Vue does not reset it if the default of a prop throws.
 */
export default defineNuxtPlugin({
  name: 'render-error',
  setup(nuxtApp) {
    // The hook runs before Vue has unwound.
    nuxtApp.hook('vue:error', () => queueMicrotask(() => resetInstance(nuxtApp as NuxtApp)))
  },
})

function resetInstance(nuxtApp: NuxtApp): void {
  if (getCurrentInstance()?.appContext.app !== nuxtApp.vueApp) return
  // The only exported function that unsets the current instance.
  withAsyncContext(() => undefined)
}
