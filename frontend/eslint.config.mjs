import withNuxt from './.nuxt/eslint.config.mjs'

export default withNuxt(
  { ignores: ['shared/types/api-schema.d.ts'] },
  { rules: { '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }] } },
)
