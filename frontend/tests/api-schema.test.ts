import { readFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, test } from 'vitest'

const shared = new URL('../shared/', import.meta.url)

test('the types match the API’s schema (else: make schema)', async () => {
  const made = astToString(await openapiTS(new URL('api-schema.json', shared), { defaultNonNullable: false }))
  const committed = await readFile(new URL('types/api-schema.d.ts', shared), 'utf8')

  expect(committed).toContain(made)
})
