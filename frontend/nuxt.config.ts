import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'

export default defineNuxtConfig({
  // The layers in layers/ extend this application by being there.
  modules: ['@nuxt/eslint'],

  components: [{ path: '~/components', pathPrefix: false }],

  imports: {
    dirs: ['errors', 'focus'],
  },

  devtools: { enabled: false },

  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      titleTemplate: '%s · Latchkey',
      meta: [{ name: 'color-scheme', content: 'light dark' }],
      link: [{ rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }],
    },
  },

  css: ['~/assets/css/main.css'],

  alias: {
    // The session layer types its calls by this schema; another application names its own here.
    '#api-schema': fileURLToPath(new URL('shared/types/api-schema.d.ts', import.meta.url)),
  },

  // The three ways Nuxt can make a page, all with the same session; what is not named here is rendered on the server.
  routeRules: {
    '/about': { prerender: true },
    '/account': { ssr: false },
  },

  compatibilityDate: '2026-11-01',

  vite: {
    plugins: [tailwindcss()],
  },

  typescript: {
    strict: true,
    tsConfig: { compilerOptions: { noUncheckedIndexedAccess: true } },
  },

  telemetry: false,

  eslint: {
    config: { stylistic: true },
  },
})
