import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  define: {
    // The logic under test runs in both places; these tests play the browser where it matters.
    'import.meta.client': 'true',
    'import.meta.server': 'false',
    'import.meta.dev': 'true',
  },
  test: {
    alias: { '#layers': fileURLToPath(new URL('layers', import.meta.url)) },
    include: ['**/tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.nuxt/**', '.output/**'],
  },
})
