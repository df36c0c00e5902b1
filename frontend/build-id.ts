import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** What is installed, generated or only a test is no source of the application. */
const NO_SOURCES = /^\.|^(node_modules|tests|coverage)$/

/** Names a build by its sources: the same for the same, another for any change. Nuxt's own would be random. */
export function buildId(root = ROOT): string {
  const entries = globSync('**', { cwd: root, withFileTypes: true, exclude: ({ name }) => NO_SOURCES.test(name) })
  const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)).sort()
  const hash = createHash('sha256')
  for (const file of files) {
    const content = readFileSync(file)
    // With its length, so that nothing can move from one file to the next unseen.
    hash.update(`${file.slice(root.length)} ${content.length}\n`).update(content)
  }
  return hash.digest('hex').slice(0, 32)
}
