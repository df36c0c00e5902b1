export default defineNuxtConfig({
  runtimeConfig: {
    security: {
      // Strict-Transport-Security over HTTPS; empty for none.
      hsts: 'max-age=31536000',
    },
  },
})
