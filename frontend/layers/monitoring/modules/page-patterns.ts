import { addServerTemplate, addTypeTemplate, defineNuxtModule } from 'nuxt/kit'
import type { NuxtPage } from 'nuxt/schema'

/** Lets the server import `#page-patterns`: the route patterns of all pages, such as `/posts/:slug()`. */
export default defineNuxtModule({
  meta: { name: 'page-patterns' },
  setup(_, nuxt) {
    let patterns: string[] = []
    nuxt.hook('pages:resolved', (pages) => {
      patterns = pages.flatMap(page => patternsOf(page))
    })
    addServerTemplate({ filename: '#page-patterns', getContents: () => `export default ${JSON.stringify(patterns)}` })
    addTypeTemplate({
      filename: 'types/page-patterns.d.ts',
      getContents: () => `declare module '#page-patterns' {\n  const patterns: string[]\n  export default patterns\n}\n`,
    }, { nuxt: true, nitro: true })
  },
})

function patternsOf(page: NuxtPage, parent = ''): string[] {
  const pattern = page.path.startsWith('/') ? page.path : `${parent.replace(/\/$/, '')}/${page.path}`
  return [pattern, ...(page.children ?? []).flatMap(child => patternsOf(child, pattern))]
}
