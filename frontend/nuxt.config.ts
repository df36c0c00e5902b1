import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { buildId } from './build-id'
import { firstScript } from './first-script'

export default defineNuxtConfig({
  buildId: buildId(),

  // The layers in layers/ extend this application by being there.
  modules: ['@nuxt/eslint'],

  components: [{ path: '~/components', pathPrefix: false }],

  devtools: { enabled: false },

  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      // What is made in the browser arrives without a title of its own, and then without the separator.
      titleTemplate: '%s %separator Latchkey',
      templateParams: { separator: '·' },
      meta: [{ name: 'color-scheme', content: 'light dark' }],
      link: [{ rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }],
    },
  },

  css: ['~/assets/css/main.css'],

  // Nuxt's own choice depends on whether .nuxt exists, and the folder's name gets into the build.
  buildDir: '.nuxt',

  alias: {
    // The session layer types its calls by this schema; another application names its own here.
    '#api-schema': fileURLToPath(new URL('shared/types/api-schema.d.ts', import.meta.url)),
  },

  // The three ways Nuxt can make a page, all with the same session; what is not named here is rendered on the server.
  // Until its scripts are there, what is made in the browser shows app/spa-loading-template.html, which has its heading.
  routeRules: {
    '/about': { prerender: true },
    '/account': { ssr: false },
  },

  experimental: {
    // No page keeps its data in a file of its own, so browsers need no list of such pages.
    appManifest: false,
    payloadExtraction: false,
    // Beside the application, not in it: it stays until the page is there, without a blank in between.
    spaLoadingTemplateLocation: 'body',
    // The next page's code is fetched when somebody points at its link, not because the link is in view.
    defaults: { nuxtLink: { prefetchOn: { visibility: false, interaction: true } } },
  },

  compatibilityDate: '2026-11-01',

  nitro: {
    // Beside each file stands what it is compressed, for whoever comes without a proxy that does it.
    compressPublicAssets: { gzip: true, brotli: true },
  },

  vite: {
    plugins: [tailwindcss()],
    // Every component is written with <script setup>.
    vue: { features: { optionsAPI: false } },
    environments: {
      client: {
        build: {
          rolldownOptions: {
            // A composable that nobody uses is left out with all it needs.
            treeshake: { moduleSideEffects: [{ test: /[\\/]nuxt[\\/]dist[\\/]app[\\/]composables[\\/]/, sideEffects: false }] },
            output: { codeSplitting: { groups: [firstScript] } },
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
    // Of unhead's plugins the one that is used, as in Nuxt 5: the others are for code written for older versions of it.
    'app:templates': ({ templates }) => {
      const options = templates.find(({ filename }) => filename === 'unhead-options.mjs')!
      options.getContents = () => `
        import { TemplateParamsPlugin } from '@unhead/vue/plugins'
        export default { disableDefaults: true, plugins: [TemplateParamsPlugin] }`
    },
    // The code of dialogs and middleware that a page may come to need is not fetched ahead either.
    'build:manifest': (manifest) => {
      for (const resource of Object.values(manifest)) resource.prefetch = false
    },
  },

  eslint: {
    config: { stylistic: true },
  },
})
