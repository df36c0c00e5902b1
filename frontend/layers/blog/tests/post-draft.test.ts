import { expect, test } from 'vitest'
import { contentOf, DRAFT_FIELDS, draftOf, emptyDraft, isSameDraft, oneLine, tagNames } from '../app/utils/post-draft'
import { aPost, CONTENT, OTHER_DRAFT } from './a-post'
import spellings from './spellings.json'

test('a saved post and the draft made of it are the same', () => {
  const draft = draftOf(aPost({ tags: [{ name: 'c++', slug: 'c~1' }, { name: 'home lab', slug: 'home-lab' }] }))

  expect(draft.tags).toBe('c++, home lab')
  expect(contentOf(draft)).toEqual({ ...CONTENT, tags: ['c++', 'home lab'] })
})

test.each(spellings.lines as [string, string][])('the line %j is %j, as to the API', (typed, line) => {
  expect(oneLine(typed)).toBe(line)
})

test.each(spellings.tags as [string, string][])('the tag %j is written %j, as to the API', (typed, spelling) => {
  expect(tagNames(typed)).toEqual(spelling ? [spelling] : [])
})

test('tags keep their order and first spelling, once each', () => {
  expect(tagNames(' iOS, Home  Lab, c++,home lab,,IOS ')).toEqual(['iOS', 'Home Lab', 'c++'])
})

test.each([
  ['spaces around a title', { title: '  A title ' }],
  ['control characters, which show nothing,', { title: 'A\u0007\u0085 title\u0000' }],
  ['spaces between tags, and tags given twice,', { tags: 'a,  b, B' }],
])('%s make no other post', (_, values) => {
  expect(isSameDraft({ ...emptyDraft(), title: 'A title', tags: 'a, b' }, { ...emptyDraft(), title: 'A title', tags: 'a, b', ...values })).toBe(true)
})

test.each(DRAFT_FIELDS)('another %s makes another post', (field) => {
  expect(isSameDraft(emptyDraft(), { ...emptyDraft(), [field]: OTHER_DRAFT[field] })).toBe(false)
})
