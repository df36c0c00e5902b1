import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineNuxtModule } from 'nuxt/kit'

/** End of the name of Nitro's virtual module with the list of public files. */
const PUBLIC_FILES = 'public-assets-data'

/** Removes timestamps from Nitro's output, so that the same sources give the same files. */
export default defineNuxtModule({
  meta: { name: 'reproducible-build' },
  setup(_, nuxt) {
    // Nitro writes no nitro.json in development.
    if (nuxt.options.dev) return
    nuxt.hook('nitro:init', ({ hooks, options }) => {
      hooks.hook('rollup:before', (_, config) => {
        config.plugins = [config.plugins, {
          name: 'public-files',
          transform: (code: string, id: string) => id.endsWith(PUBLIC_FILES) ? { code: sortWithoutTimes(code), map: null } : undefined,
        }]
      })
      hooks.hook('compiled', async () => {
        const file = join(options.output.dir, 'nitro.json')
        const { date, ...information } = JSON.parse(await readFile(file, 'utf8'))
        await writeFile(file, JSON.stringify(information, undefined, 2))
      })
    })
  },
})

/** Without `mtime`: the files have ETags. */
function sortWithoutTimes(code: string): string {
  const [, json = ''] = code.match(/^export default (.*);$/s) ?? []
  const files = Object.entries<object>(JSON.parse(json)).sort(([a], [b]) => a < b ? -1 : 1)
  return `export default ${JSON.stringify(Object.fromEntries(files.map(([name, file]) => [name, { ...file, mtime: undefined }])), undefined, 2)};`
}
