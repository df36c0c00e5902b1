import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildId } from '../build-id'

let folder: string

function write(name: string, content: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), content)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-id-'))
  write('nuxt.config.ts', 'export default {}')
  write('app/pages/index.vue', '<template />')
})

afterEach(() => rmSync(folder, { recursive: true }))

test('the same sources have the same id', () => {
  const before = buildId(folder)
  write('app/pages/index.vue', '<template />')

  expect(before).toMatch(/^[0-9a-f]{32}$/)
  expect(buildId(folder)).toBe(before)
})

test('a changed, added, removed or moved source changes the id', () => {
  const ids = [buildId(folder)]
  write('app/pages/index.vue', '<template>!</template>')
  ids.push(buildId(folder))
  write('layers/blog/posts.ts', '')
  ids.push(buildId(folder))
  rmSync(join(folder, 'nuxt.config.ts'))
  ids.push(buildId(folder))
  rmSync(join(folder, 'layers/blog/posts.ts'))
  write('layers/blog/post.ts', '')
  ids.push(buildId(folder))

  expect(new Set(ids).size).toBe(5)
})

test('installed and generated files and tests do not change the id', () => {
  const before = buildId(folder)
  for (const name of ['node_modules/vue/index.js', '.nuxt/routes.mjs', '.output/nitro.json', 'layers/blog/tests/post.test.ts']) write(name, 'new')

  expect(buildId(folder)).toBe(before)
})
