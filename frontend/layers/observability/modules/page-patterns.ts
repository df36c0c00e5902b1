import { defineNuxtModule } from 'nuxt/kit'
import type { NuxtPage } from 'nuxt/schema'

/** Tells the server, as `#page-patterns`, by which patterns pages are found, such as `/posts/:slug()`. */
export default defineNuxtModule({
  meta: { name: 'page-patterns' },
  setup(_, nuxt) {
    let patterns: string[] = []
    nuxt.hook('pages:resolved', (pages) => {
      patterns = pages.flatMap(page => patternsOf(page))
    })
    nuxt.options.nitro.virtual = {
      ...nuxt.options.nitro.virtual,
      '#page-patterns': () => `export default ${JSON.stringify(patterns)}`,
    }
  },
})

function patternsOf(page: NuxtPage, above = ''): string[] {
  const pattern = page.path.startsWith('/') ? page.path : `${above.replace(/\/$/, '')}/${page.path}`
  return [pattern, ...(page.children ?? []).flatMap(child => patternsOf(child, pattern))]
}
