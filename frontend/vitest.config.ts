import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement: tag => tag === 'markdown-toolbar' } } })],
  define: {
    // Tests run the code of the browser.
    'import.meta.client': 'true',
    'import.meta.server': 'false',
    'import.meta.dev': 'true',
  },
  test: {
    alias: { '#layers': fileURLToPath(new URL('layers', import.meta.url)) },
    include: ['**/tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.nuxt/**', '.output/**'],
    // One worker context for all files takes half the time; no test keeps another's stubs.
    isolate: false,
    setupFiles: ['tests/unstub-globals.ts'],
  },
})
