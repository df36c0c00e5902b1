import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { checkDraft, MOST, remainingErrors } from '../app/utils/validate-draft'
import { emptyDraft, MAX_LENGTHS } from '../app/utils/post-draft'

const LENGTHS = Object.entries(MAX_LENGTHS)

function check(values: object) {
  return Object.keys(checkDraft({ ...emptyDraft(), title: 'A title', ...values }))
}

test.each([
  ['a title alone', {}],
  ...LENGTHS.map(([field, most]) => [`the longest ${field}`, { [field]: '🔑'.repeat(most) }] as const),
  ['the longest text', { body: 'ä'.repeat(MOST.bytes / 2) }],
  ['as many tags as there may be', { tags: 'a,b,c,d,e,A' }],
  ['a draft without a text', { body: '', status: 'draft' }],
  ['the longest tag', { tags: 'x'.repeat(MOST.tag) }],
])('%s can be sent', (_, values) => {
  expect(check(values)).toEqual([])
})

test.each([
  ['no title', { title: ' ' }, ['title']],
  ['a title in which there is nothing to see', { title: '\u200B\u202E\u2060\u00AD\uFEFF' }, ['title']],
  ...LENGTHS.map(([field, most]) => [`a ${field} that is too long`, { [field]: 'x'.repeat(most + 1) }, [field]] as const),
  ['a text that is too long in bytes', { body: 'ä'.repeat(MOST.bytes / 2) + 'x' }, ['body']],
  ['a published post without a text', { body: ' \n\u200B', status: 'published' }, ['body']],
  ['too many tags', { tags: 'a,b,c,d,e,f' }, ['tags']],
  ['a tag that is too long', { tags: 'x'.repeat(MOST.tag + 1) }, ['tags']],
  ['two faults', { title: '', tags: 'a,b,c,d,e,f' }, ['title', 'tags']],
])('%s is told before anything is sent', (_, values, fields) => {
  expect(check(values)).toEqual(fields)
})

test('what has been mended since is not wrong any more', () => {
  const refused = { ...emptyDraft(), title: 'x'.repeat(202), status: 'published' as const, tags: 'odd', summary: 'A summary' }
  const fields = { ...checkDraft(refused), tags: 'The API does not like it.' }
  const remaining = (change: object) => Object.keys(remainingErrors(fields, refused, { ...refused, ...change }))

  expect(remainingErrors(fields, refused, refused)).toEqual(fields)
  expect(remaining({ title: 'Short' })).toEqual(['body', 'tags'])
  expect(remaining({ body: 'A text.' })).toEqual(['title', 'tags'])
  expect(remaining({ status: 'draft' })).toEqual(['title', 'tags'])
  expect(remaining({ tags: 'even' })).toEqual(['title', 'body'])
  // Still wrong, but not as it was.
  expect(remainingErrors(fields, refused, { ...refused, title: 'x'.repeat(201) }).title).toContain('this one has 201')
})

test('the limits are the API’s', async () => {
  const schema = JSON.parse(await readFile(new URL('../../../shared/api-schema.json', import.meta.url), 'utf8'))
  const { properties } = schema.components.schemas.PostReplacementRequest

  for (const [field, most] of LENGTHS) expect(most).toBe(properties[field].maxLength)
  expect(MOST).toMatchObject({
    tags: properties.tags.maxItems,
    tag: properties.tags.items.maxLength,
  })
  // A schema has no word for bytes.
  expect(properties.body.description).toBe(`Markdown, at most ${MOST.bytes / 1000} kB.`)
})
