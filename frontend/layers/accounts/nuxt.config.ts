export default defineNuxtConfig({
  components: [{ path: 'components', pathPrefix: false }],

  routeRules: {
    '/signup': { form: true },
    '/verify-email': { form: true },
    '/forgot-password': { form: true },
    '/reset-password': { form: true },
    '/login-code': { form: true },
    '/login-code/confirm': { form: true },
  },
})
