import { expect, test } from 'vitest'
import { findTexts, keepText, keptTextPrefix, type KeptText } from '../app/utils/unsaved-drafts'
import { newKey } from '../app/utils/random-uuid'
import { emptyDraft } from '../app/utils/post-draft'
import { storage } from '#layers/session/tests/storage'

function aText(body: string, at: string): KeptText {
  return { draft: { ...emptyDraft(), body }, begun: { draft: emptyDraft(), saved: { id: 5, version: 3 }, creationKey: 'key' }, at }
}

const ALICES = keptTextPrefix(1, 5)

test('what is kept is found again, with all it takes to go on', () => {
  const store = storage()
  const text = aText('Half a sentence', '2026-11-01T12:00:00Z')

  keepText(store, `${ALICES}editor`, text)

  expect(findTexts(store, ALICES)).toEqual([{ ...text, name: `${ALICES}editor` }])
})

test('the texts of two tabs are both kept, and the newest is offered first', () => {
  const store = storage()

  keepText(store, `${ALICES}one`, aText('older', '2026-11-01T12:00:00Z'))
  keepText(store, `${ALICES}two`, aText('newer', '2026-11-01T12:00:01Z'))

  expect(findTexts(store, ALICES).map(({ draft }) => draft.body)).toEqual(['newer', 'older'])
})

test.each([
  ['another person', keptTextPrefix(11, 5)],
  ['another post', keptTextPrefix(1, 55)],
  ['a new post', keptTextPrefix(1, 'new')],
])('a text is not offered to %s', (_, prefix) => {
  const store = storage()

  keepText(store, `${ALICES}editor`, aText('Mine', '2026-11-01T12:00:00Z'))

  expect(findTexts(store, prefix)).toEqual([])
})

test.each(['', 'null', '{}', '[1]', '{"draft":', '{"draft":{},"begun":{},"at":3}'])('%j, which is no text of ours, is passed over', (value) => {
  expect(findTexts(storage({ [`${ALICES}editor`]: value }), ALICES)).toEqual([])
})

test.each([
  ['no time', { at: 'yesterday' }],
  ['nothing it was begun from', { begun: {} }],
  ['no words', { draft: 'Mine' }],
])('what has %s is passed over, and hides nothing else', (_, values) => {
  const store = storage({ [`${ALICES}broken`]: JSON.stringify({ ...aText('Broken', '2026-11-01T12:00:00Z'), ...values }) })

  keepText(store, `${ALICES}editor`, aText('Mine', '2026-11-01T12:00:00Z'))

  expect(findTexts(store, ALICES).map(({ draft }) => draft.body)).toEqual(['Mine'])
})

test('of what an earlier version has kept no word is lost, and none of its fields is missing', () => {
  const text = { draft: { title: 'A title', body: 'Mine', mood: 'good', tags: 3 }, begun: { draft: {}, creationKey: 'key' }, at: '2026-11-01T12:00:00Z' }

  const [found] = findTexts(storage({ [`${ALICES}editor`]: JSON.stringify(text) }), ALICES)

  expect(found!.draft).toEqual({ ...emptyDraft(), title: 'A title', body: 'Mine' })
  expect(found!.begun).toEqual({ draft: emptyDraft(), creationKey: 'key' })
})

test('a browser without room says so', () => {
  const setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  const full = { ...storage(), setItem }

  expect(() => keepText(full, `${ALICES}editor`, aText('Mine', '2026-11-01T12:00:00Z'))).toThrow('full')
})

test('a new key is a random UUID', () => {
  const keys = Array.from({ length: 50 }, newKey)

  expect(new Set(keys).size).toBe(50)
  for (const key of keys) expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})
