import { addServerTemplate, addTypeTemplate, defineNuxtModule } from 'nuxt/kit'
import { readHashes } from '../server/utils/inline-scripts'

/**
 * Lets the server import `#prerendered-scripts`: the CSP hashes of the inline scripts of all prerendered pages.
 *
 * Such a page is a static file, so it cannot carry a nonce.
 */
export default defineNuxtModule({
  meta: { name: 'prerendered-scripts' },
  setup(_, nuxt) {
    const hashes = new Set<string>()
    addServerTemplate({ filename: '#prerendered-scripts', getContents: () => `export default ${JSON.stringify([...hashes])}` })
    addTypeTemplate({
      filename: 'types/prerendered-scripts.d.ts',
      getContents: () => `declare module '#prerendered-scripts' {\n  const hashes: string[]\n  export default hashes\n}\n`,
    }, { nitro: true })
    nuxt.hook('nitro:init', (nitro) => {
      nitro.hooks.hook('prerender:generate', ({ contents }) => {
        for (const hash of readHashes(contents ?? '')) hashes.add(hash)
      })
    })
  },
})
