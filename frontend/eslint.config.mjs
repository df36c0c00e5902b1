import withNuxt from './.nuxt/eslint.config.mjs'

/** Forbids imports from these folders of a layer; what several of them need stands in `shared/`. */
function forbidImportsFrom(...folders) {
  const message = `Move what both need to shared/: this folder must not import from ${folders.join('/ or ')}/.`
  const aliases = folders.includes('app') ? '|^[~@]/' : ''
  return { 'no-restricted-imports': ['error', { patterns: [{ regex: `(^|/)(${folders.join('|')})/${aliases}`, message }] }] }
}

export default withNuxt(
  { ignores: ['shared/types/api-schema.d.ts'] },
  { rules: { '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }] } },
  { files: ['**/app/**'], rules: forbidImportsFrom('server') },
  { files: ['**/server/**'], rules: forbidImportsFrom('app') },
  { files: ['**/shared/**'], rules: forbidImportsFrom('app', 'server') },
)
