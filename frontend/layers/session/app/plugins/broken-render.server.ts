// @ts-expect-error -- missing in the types, because otherwise only compiled components use it
import { getCurrentInstance, withAsyncContext } from 'vue'
import type { NuxtApp } from '#app'

/**
 * Keeps a page that broke while it was made from breaking every other, and from lending it its visitor.
 *
 * Vue remembers, for the whole process, which component it is setting up, and does not forget it when the
 * default of a property throws. All other pages would then take themselves for the broken one.
 */
export default defineNuxtPlugin({
  name: 'broken-render',
  setup(nuxtApp) {
    // Vue is still in the middle of it when it tells of the error.
    nuxtApp.hook('vue:error', () => queueMicrotask(() => forgetInstanceOf(nuxtApp as NuxtApp)))
  },
})

function forgetInstanceOf(nuxtApp: NuxtApp): void {
  if (getCurrentInstance()?.appContext.app !== nuxtApp.vueApp) return
  // What Vue does before anything is awaited: the only way it offers to set up nothing.
  withAsyncContext(() => undefined)
}
