export default defineNuxtConfig({
  runtimeConfig: {
    security: {
      // The Strict-Transport-Security header of answers over HTTPS; empty for none.
      hsts: 'max-age=31536000',
    },
  },
})
