import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { buildId } from './build-id'
import { initialChunk } from './initial-chunk'

export default defineNuxtConfig({
  buildId: buildId(),

  // Nuxt finds the layers in layers/.
  modules: ['@nuxt/eslint'],

  components: [{ path: '~/components', pathPrefix: false }],

  devtools: { enabled: false },

  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      // Unhead drops the separator on pages without a title.
      titleTemplate: '%s %separator Latchkey',
      templateParams: { separator: '·' },
      meta: [{ name: 'color-scheme', content: 'light dark' }],
      link: [{ rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }],
    },
  },

  css: ['~/assets/css/main.css'],

  // Nuxt's default depends on whether .nuxt exists, and the name is part of the build.
  buildDir: '.nuxt',

  alias: {
    // The types of `$api`.
    '#api-schema': fileURLToPath(new URL('shared/types/api-schema.d.ts', import.meta.url)),
  },

  // Other pages are rendered on the server. `/account` shows app/spa-loading-template.html until its scripts have loaded.
  routeRules: {
    '/about': { prerender: true },
    '/account': { ssr: false },
    '/login': { form: true },
    '/logout': { form: true },
  },

  experimental: {
    // Payloads are inline, so browsers need no manifest of prerendered pages.
    appManifest: false,
    payloadExtraction: false,
    // Outside the application's element: it stays until the page is mounted.
    spaLoadingTemplateLocation: 'body',
    // Prefetch on hover and focus, not when a link becomes visible.
    defaults: { nuxtLink: { prefetchOn: { visibility: false, interaction: true } } },
  },

  compatibilityDate: '2026-11-01',

  nitro: {
    // For installations without a compressing proxy.
    compressPublicAssets: { gzip: true, brotli: true },
  },

  vite: {
    plugins: [tailwindcss()],
    vue: { features: { optionsAPI: false } },
    environments: {
      client: {
        build: {
          rolldownOptions: {
            // Drops unused composables of Nuxt with their imports.
            treeshake: { moduleSideEffects: [{ test: /[\\/]nuxt[\\/]dist[\\/]app[\\/]composables[\\/]/, sideEffects: false }] },
            output: { codeSplitting: { groups: [initialChunk] } },
          },
        },
      },
    },
  },

  typescript: {
    strict: true,
    tsConfig: { compilerOptions: { noUncheckedIndexedAccess: true } },
  },

  telemetry: false,

  hooks: {
    // Only the unhead plugin that is used, as in Nuxt 5.
    'app:templates': ({ templates }) => {
      const options = templates.find(({ filename }) => filename === 'unhead-options.mjs')!
      options.getContents = () => `
        import { TemplateParamsPlugin } from '@unhead/vue/plugins'
        export default { disableDefaults: true, plugins: [TemplateParamsPlugin] }`
    },
    // No prefetch of lazy chunks (dialogs, middleware).
    'build:manifest': (manifest) => {
      for (const resource of Object.values(manifest)) resource.prefetch = false
    },
  },

  eslint: {
    config: { stylistic: true },
  },
})
