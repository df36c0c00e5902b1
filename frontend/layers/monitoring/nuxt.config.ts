export default defineNuxtConfig({
  runtimeConfig: {
    metrics: {
      // The address and port where Prometheus asks for metrics; without a port there are none.
      host: '127.0.0.1',
      port: '',
    },
  },
})
