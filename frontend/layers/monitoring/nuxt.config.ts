export default defineNuxtConfig({
  runtimeConfig: {
    metrics: {
      // Address and port of the metrics for Prometheus; off without a port.
      host: '127.0.0.1',
      port: '',
    },
  },
})
