import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { checkDraft, MOST } from '../app/posts/check-draft'
import { emptyDraft, MAX_LENGTHS } from '../app/posts/post-draft'

const LENGTHS = Object.entries(MAX_LENGTHS)

function check(values: object) {
  return Object.keys(checkDraft({ ...emptyDraft(), title: 'A title', ...values }))
}

test.each([
  ['a title alone', {}],
  ...LENGTHS.map(([field, most]) => [`the longest ${field}`, { [field]: '🔑'.repeat(most) }] as const),
  ['the longest text', { body: 'ä'.repeat(MOST.bytes / 2) }],
  ['as many tags as there may be', { tags: 'a,b,c,d,e,A' }],
  ['the longest tag', { tags: 'x'.repeat(MOST.tag) }],
])('%s can be sent', (_, values) => {
  expect(check(values)).toEqual([])
})

test.each([
  ['no title', { title: ' ' }, ['title']],
  ['a title in which there is nothing to see', { title: '\u200B\u202E\u2060\u00AD\uFEFF' }, ['title']],
  ...LENGTHS.map(([field, most]) => [`a ${field} that is too long`, { [field]: 'x'.repeat(most + 1) }, [field]] as const),
  ['a text that is too long in bytes', { body: 'ä'.repeat(MOST.bytes / 2) + 'x' }, ['body']],
  ['too many tags', { tags: 'a,b,c,d,e,f' }, ['tags']],
  ['a tag that is too long', { tags: 'x'.repeat(MOST.tag + 1) }, ['tags']],
  ['two faults', { title: '', tags: 'a,b,c,d,e,f' }, ['title', 'tags']],
])('%s is told before anything is sent', (_, values, fields) => {
  expect(check(values)).toEqual(fields)
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
