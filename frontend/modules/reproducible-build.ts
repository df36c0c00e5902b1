import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineNuxtModule } from 'nuxt/kit'

/** Nitro's module that lists the public files, by the end of its name. */
const PUBLIC_FILES = 'public-assets-data'

/** Takes the time out of what Nitro writes, so that the same sources give the same files, to the byte. */
export default defineNuxtModule({
  meta: { name: 'reproducible-build' },
  setup(_, nuxt) {
    // In development nothing is kept, and Nitro does not write the file that is read below.
    if (nuxt.options.dev) return
    nuxt.hook('nitro:init', ({ hooks, options }) => {
      hooks.hook('rollup:before', (_, config) => {
        config.plugins = [config.plugins, {
          name: 'public-files',
          transform: (code: string, id: string) => id.endsWith(PUBLIC_FILES) ? { code: inOrderWithoutTimes(code), map: null } : undefined,
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

/** Browsers know a file that has changed by its ETag; a date of the build adds nothing to it. */
function inOrderWithoutTimes(code: string): string {
  const [, json = ''] = code.match(/^export default (.*);$/s) ?? []
  const files = Object.entries<object>(JSON.parse(json)).sort(([a], [b]) => a < b ? -1 : 1)
  return `export default ${JSON.stringify(Object.fromEntries(files.map(([name, file]) => [name, { ...file, mtime: undefined }])), undefined, 2)};`
}
