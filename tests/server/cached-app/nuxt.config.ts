import { fileURLToPath } from 'node:url'

// A second application on the layers, which are put into layers/ for the build.
export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  srcDir: '.',
  telemetry: false,
  alias: {
    '#api-schema': fileURLToPath(new URL('api-schema.d.ts', import.meta.url)),
  },
  routeRules: {
    '/swr/**': { swr: 60 },
    '/cache/**': { cache: { maxAge: 60 } },
    '/isr/**': { isr: 60 },
    '/vault': { swr: 60 },
    '/prerendered': { prerender: true },
  },
})
