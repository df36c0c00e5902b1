import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** Installed and generated files, and tests. */
const IGNORED = /^\.|^(node_modules|tests|coverage)$/

/** A build id that is a hash of the sources, for reproducible builds. Nuxt's default is random. */
export function buildId(root = ROOT): string {
  const entries = globSync('**', { cwd: root, withFileTypes: true, exclude: ({ name }) => IGNORED.test(name) })
  const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)).sort()
  const hash = createHash('sha256')
  for (const file of files) {
    const content = readFileSync(file)
    // The length separates one file from the next.
    hash.update(`${file.slice(root.length)} ${content.length}\n`).update(content)
  }
  return hash.digest('hex').slice(0, 32)
}
