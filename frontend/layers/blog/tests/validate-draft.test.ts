import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { validateDraft, LIMITS, remainingErrors } from '../app/utils/validate-draft'
import { emptyDraft, MAX_LENGTHS } from '../app/utils/post-draft'

const LENGTHS = Object.entries(MAX_LENGTHS)

function check(values: object) {
  return Object.keys(validateDraft({ ...emptyDraft(), title: 'A title', ...values }))
}

test.each([
  ['a title alone', {}],
  ...LENGTHS.map(([field, max]) => [`the longest ${field}`, { [field]: '🔑'.repeat(max) }] as const),
  ['the longest body', { body: 'ä'.repeat(LIMITS.bodyBytes / 2) }],
  ['the most tags', { tags: 'a,b,c,d,e,A' }],
  ['a draft without a body', { body: '', status: 'draft' }],
  ['the longest tag', { tags: 'x'.repeat(LIMITS.tagLength) }],
])('%s is valid', (_, values) => {
  expect(check(values)).toEqual([])
})

test.each([
  ['no title', { title: ' ' }, ['title']],
  ['a title without visible characters', { title: '\u200B\u202E\u2060\u00AD\uFEFF' }, ['title']],
  ...LENGTHS.map(([field, max]) => [`a ${field} that is too long`, { [field]: 'x'.repeat(max + 1) }, [field]] as const),
  ['a body of too many bytes', { body: 'ä'.repeat(LIMITS.bodyBytes / 2) + 'x' }, ['body']],
  ['a published post without a body', { body: ' \n\u200B', status: 'published' }, ['body']],
  ['too many tags', { tags: 'a,b,c,d,e,f' }, ['tags']],
  ['a tag that is too long', { tags: 'x'.repeat(LIMITS.tagLength + 1) }, ['tags']],
  ['two invalid fields', { title: '', tags: 'a,b,c,d,e,f' }, ['title', 'tags']],
])('%s is invalid', (_, values, fields) => {
  expect(check(values)).toEqual(fields)
})

test('corrected errors are removed', () => {
  const rejected = { ...emptyDraft(), title: 'x'.repeat(202), status: 'published' as const, tags: 'odd', summary: 'A summary' }
  const fields = { ...validateDraft(rejected), tags: 'The API does not like it.' }
  const remaining = (change: object) => Object.keys(remainingErrors(fields, rejected, { ...rejected, ...change }))

  expect(remainingErrors(fields, rejected, rejected)).toEqual(fields)
  expect(remaining({ title: 'Short' })).toEqual(['body', 'tags'])
  expect(remaining({ body: 'A text.' })).toEqual(['title', 'tags'])
  expect(remaining({ status: 'draft' })).toEqual(['title', 'tags'])
  expect(remaining({ tags: 'even' })).toEqual(['title', 'body'])
  // A field that is still invalid has its current error.
  expect(remainingErrors(fields, rejected, { ...rejected, title: 'x'.repeat(201) }).title).toContain('this one has 201')
})

test('the limits are those of the API’s schema', async () => {
  const schema = JSON.parse(await readFile(new URL('../../../shared/api-schema.json', import.meta.url), 'utf8'))
  const { properties } = schema.components.schemas.PostReplacementRequest

  for (const [field, max] of LENGTHS) expect(max).toBe(properties[field].maxLength)
  expect(LIMITS).toMatchObject({
    tags: properties.tags.maxItems,
    tagLength: properties.tags.items.maxLength,
  })
  // JSON Schema cannot limit bytes.
  expect(properties.body.description).toBe(`Markdown, at most ${LIMITS.bodyBytes / 1000} kB.`)
})
