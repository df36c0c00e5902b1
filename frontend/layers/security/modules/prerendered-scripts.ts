import { defineNuxtModule } from 'nuxt/kit'
import { readHashes } from '../server/headers/inline-scripts'

/**
 * Tells the server, as `#prerendered-scripts`, which inline scripts the prerendered pages have.
 *
 * Those pages are files: nothing in them can be as new as the request, so their scripts are let through by their hashes.
 */
export default defineNuxtModule({
  meta: { name: 'prerendered-scripts' },
  setup(_, nuxt) {
    const hashes = new Set<string>()
    nuxt.options.nitro.virtual = {
      ...nuxt.options.nitro.virtual,
      '#prerendered-scripts': () => `export default ${JSON.stringify([...hashes])}`,
    }
    nuxt.hook('nitro:init', (nitro) => {
      nitro.hooks.hook('prerender:generate', ({ contents }) => {
        for (const hash of readHashes(contents ?? '')) hashes.add(hash)
      })
    })
  },
})
