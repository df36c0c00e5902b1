/**
 * Lets the browser paint, and hear whoever taps, between the parts of what brings a page to life: running
 * the scripts, setting up the plugins, finding the page, and taking over its HTML. Without it they are one
 * long task.
 */
export default defineNuxtPlugin({
  name: 'yield-to-main',
  enforce: 'pre',
  async setup(nuxtApp) {
    nuxtApp.hook('app:created', pause)
    nuxtApp.hook('app:beforeMount', pause)
    await pause()
  },
})

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve))
}
