/**
 * Splits hydration into several tasks, so that the browser can paint and handle input between them.
 *
 * @see https://web.dev/articles/optimize-long-tasks
 */
export default defineNuxtPlugin({
  name: 'yield-to-main',
  enforce: 'pre',
  async setup(nuxtApp) {
    nuxtApp.hook('app:created', yieldToMain)
    nuxtApp.hook('app:beforeMount', yieldToMain)
    await yieldToMain()
  },
})

function yieldToMain(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve))
}
