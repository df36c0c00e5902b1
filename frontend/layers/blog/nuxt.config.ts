export default defineNuxtConfig({
  components: [{ path: 'components', pathPrefix: false }],

  imports: {
    dirs: ['stores'],
  },

  vue: {
    compilerOptions: { isCustomElement: tag => tag === 'markdown-toolbar' },
  },
})
