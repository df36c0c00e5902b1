import { expect, test } from 'vitest'
import { draftKeyPrefix, findStoredDrafts, storeDraft, type UnsavedDraft } from '../app/utils/draft-storage'
import { emptyDraft } from '../app/utils/post-draft'
import { storage } from '#layers/session/tests/storage'

const ALICES = draftKeyPrefix(1, 5)
const TIME = '2026-11-01T12:00:00Z'

function aDraft(body: string, at = TIME): UnsavedDraft {
  return { draft: { ...emptyDraft(), body }, baseRevision: { draft: emptyDraft(), saved: { id: 5, version: 3 }, creationKey: 'key' }, at }
}

/** What version 0.1 of the site stored, with these changes. */
function released(values: object = {}) {
  return { draft: { ...emptyDraft(), body: 'Mine' }, begun: { draft: emptyDraft(), saved: { id: 5, version: 3 }, creationKey: 'key' }, at: TIME, ...values }
}

test('a stored draft is found again', () => {
  const store = storage()
  const draft = aDraft('Half a sentence')

  storeDraft(store, `${ALICES}editor`, draft)

  expect(findStoredDrafts(store, ALICES)).toEqual([{ ...draft, key: `${ALICES}editor` }])
})

test('keys and values are those of version 0.1', () => {
  const store = storage({ 'kept-text:1:5:editor': JSON.stringify(released()) })

  expect(findStoredDrafts(store, ALICES)).toEqual([{ ...aDraft('Mine'), key: 'kept-text:1:5:editor' }])
  storeDraft(store, `${ALICES}other`, aDraft('Mine'))
  expect(JSON.parse(store.getItem('kept-text:1:5:other')!)).toEqual(released())
})

test('drafts of two tabs are both stored, newest first', () => {
  const store = storage()

  storeDraft(store, `${ALICES}one`, aDraft('older'))
  storeDraft(store, `${ALICES}two`, aDraft('newer', '2026-11-01T12:00:01Z'))

  expect(findStoredDrafts(store, ALICES).map(({ draft }) => draft.body)).toEqual(['newer', 'older'])
})

test.each([
  ['another account', draftKeyPrefix(11, 5)],
  ['another post', draftKeyPrefix(1, 55)],
  ['a new post', draftKeyPrefix(1, 'new')],
])('a draft is not found for %s', (_, prefix) => {
  const store = storage()

  storeDraft(store, `${ALICES}editor`, aDraft('Mine'))

  expect(findStoredDrafts(store, prefix)).toEqual([])
})

test.each(['', 'null', '{}', '[1]', '{"draft":', '{"draft":{},"begun":{},"at":3}'])('the value %j is ignored', (value) => {
  expect(findStoredDrafts(storage({ [`${ALICES}editor`]: value }), ALICES)).toEqual([])
})

test.each([
  ['an invalid time', { at: 'yesterday' }],
  ['no base revision', { begun: {} }],
  ['no fields', { draft: 'Mine' }],
])('a draft with %s is ignored, and others are found', (_, values) => {
  const store = storage({ [`${ALICES}broken`]: JSON.stringify(released(values)) })

  storeDraft(store, `${ALICES}editor`, aDraft('Mine'))

  expect(findStoredDrafts(store, ALICES).map(({ draft }) => draft.body)).toEqual(['Mine'])
})

test('missing and unknown fields are corrected', () => {
  const value = { draft: { title: 'A title', body: 'Mine', mood: 'good', tags: 3 }, begun: { draft: {}, creationKey: 'key' }, at: TIME }

  const [found] = findStoredDrafts(storage({ [`${ALICES}editor`]: JSON.stringify(value) }), ALICES)

  expect(found!.draft).toEqual({ ...emptyDraft(), title: 'A title', body: 'Mine' })
  expect(found!.baseRevision).toEqual({ draft: emptyDraft(), creationKey: 'key' })
})

test('a full storage throws', () => {
  const setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }

  expect(() => storeDraft({ ...storage(), setItem }, `${ALICES}editor`, aDraft('Mine'))).toThrow('full')
})
