import { expect, test } from 'vitest'
import { contentFromDraft, DRAFT_FIELDS, draftFromPost, emptyDraft, isSameDraft } from '../app/utils/post-draft'
import { aPost, CONTENT, OTHER_DRAFT } from './factories'

test('the draft of a post has the content of the post', () => {
  const draft = draftFromPost(aPost({ tags: [{ name: 'c++', slug: 'c~1' }, { name: 'home lab', slug: 'home-lab' }] }))

  expect(draft.tags).toBe('c++, home lab')
  expect(contentFromDraft(draft)).toEqual({ ...CONTENT, tags: ['c++', 'home lab'] })
})

test.each([
  ['spaces around a title', { title: '  A title ' }],
  ['control characters', { title: 'A\u0007\u0085 title\u0000' }],
  ['spaces between tags and repeated tags', { tags: 'a,  b, B' }],
])('drafts are the same but for %s', (_, values) => {
  const draft = { ...emptyDraft(), title: 'A title', tags: 'a, b' }

  expect(isSameDraft(draft, { ...draft, ...values })).toBe(true)
})

test.each(DRAFT_FIELDS)('drafts with another %s differ', (field) => {
  expect(isSameDraft(emptyDraft(), { ...emptyDraft(), [field]: OTHER_DRAFT[field] })).toBe(false)
})
