import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** Installed packages, build output and tests. */
const IGNORED = /^\.|^(node_modules|tests|coverage)$/

/**
 * The id of a build: a hash of the sources, so that builds are reproducible. Nuxt's default is random.
 *
 * @param root folder of the application
 * @returns 32 hexadecimal digits
 */
export function buildId(root = ROOT): string {
  const entries = globSync('**', { cwd: root, withFileTypes: true, exclude: ({ name }) => IGNORED.test(name) })
  const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)).sort()
  const hash = createHash('sha256')
  for (const file of files) {
    const content = readFileSync(file)
    // The length separates files: no content can move from one to the next.
    hash.update(`${file.slice(root.length)} ${content.length}\n`).update(content)
  }
  return hash.digest('hex').slice(0, 32)
}
