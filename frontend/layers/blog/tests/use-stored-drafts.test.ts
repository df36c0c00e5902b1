import { expect, test, vi } from 'vitest'
import { shallowRef } from 'vue'
import { draftKeyPrefix } from '../app/utils/draft-storage'
import { emptyDraft } from '../app/utils/post-draft'
import {
  ALICE, aRevision, browser, dispatchStorageEvent, fillStorage, MINE, NEW, openEditor, removeElsewhere, storedBodies, storeElsewhere,
  stubBrowser, TIME,
} from './editor-tab'

stubBrowser()

test('drafts of other tabs are offered, with their latest changes', () => {
  const { offered } = openEditor()
  expect(offered()).toEqual([])

  for (const body of ['First words', 'First words and more']) {
    storeElsewhere(`${NEW}other`, body)
    dispatchStorageEvent(`${NEW}other`)
    expect(offered()).toEqual([body])
  }
  removeElsewhere(`${NEW}other`)
  expect(offered()).toEqual([])
})

test('a draft is offered until it is taken', () => {
  storeElsewhere(`${NEW}closed`)

  const { storedDrafts, take } = openEditor()
  expect(storedDrafts.value.map(({ draft }) => draft)).toEqual([MINE])
  take(storedDrafts.value[0]!)

  expect(storedDrafts.value).toEqual([])
  expect(browser.storage.length).toBe(0)
})

test('a taken draft has its latest changes', () => {
  storeElsewhere(`${NEW}other`, 'First words')
  const { storedDrafts, take } = openEditor()
  const [offered] = storedDrafts.value

  storeElsewhere(`${NEW}other`, 'First words and an hour of more')
  const taken = take(offered!)

  expect(taken.draft.body).toBe('First words and an hour of more')
  expect(storedBodies()).toEqual([])
})

test('a draft that is added again replaces no other', async () => {
  const here = openEditor()
  await here.typeAndWait('Half')
  const other = openEditor()
  const taken = other.take(other.storedDrafts.value[0]!)
  removeElsewhere(taken.key)
  await here.typeAndWait('Half a sentence and more')

  other.add(taken)
  other.add({ ...taken, draft: MINE })

  expect(storedBodies().sort()).toEqual(['Half', MINE.body, 'Half a sentence and more'])
})

test('two tabs do not answer each other without end', async () => {
  const saved = { id: 5, version: 1 }
  const prefix = draftKeyPrefix(ALICE, 5)
  const here = openEditor(shallowRef(aRevision({ saved })))
  await here.typeAndWait(MINE.body)
  const setItem = vi.spyOn(browser.storage, 'setItem')
  const removeItem = vi.spyOn(browser.storage, 'removeItem')

  const other = openEditor(shallowRef(aRevision({ draft: MINE, saved })))
  const [removed] = removeItem.mock.calls
  removeElsewhere(removed![0])

  expect(storedBodies(prefix)).toEqual([MINE.body])
  expect(other.storedDrafts.value).toEqual([])
  expect(setItem).toHaveBeenCalledTimes(1)
})

test('a draft that the API has saved is not offered', () => {
  const saved = { id: 5, version: 1 }
  storeElsewhere(`${draftKeyPrefix(ALICE, 5)}closed`, MINE.body, { saved })

  const { storedDrafts } = openEditor(shallowRef(aRevision({ draft: MINE, saved })))

  expect(storedDrafts.value).toEqual([])
  expect(browser.storage.length).toBe(0)
})

test('the draft on screen is stashed', async () => {
  const { type, stash, offered } = openEditor()
  await type('On screen')

  stash()

  expect(offered()).toEqual(['On screen'])
  expect(storedBodies()).toEqual(['On screen'])
})

test('taking a draft stores the one on screen if there is room', async () => {
  for (const name of ['one', 'two']) storeElsewhere(NEW + name)
  const setItem = fillStorage()
  const { typeAndWait, failed, storedDrafts, take } = openEditor()
  await typeAndWait('On screen')

  take(storedDrafts.value[0]!)
  expect(failed.value).toBe(true)
  setItem.mockRestore()
  take(storedDrafts.value[0]!)

  expect(failed.value).toBe(false)
  expect(storedBodies()).toEqual(['On screen'])
})

test('drafts of deleted posts are offered as new posts', async () => {
  const [deleted, existing] = [7, 8].map(id => draftKeyPrefix(ALICE, id))
  for (const [prefix, id] of [[deleted, 7], [existing, 8]] as const) {
    storeElsewhere(`${prefix}key`, MINE.body, { saved: { id, version: 3 }, draft: { ...emptyDraft(), body: 'Once' } })
  }
  const { storedDrafts, take, add } = openEditor(undefined, [7])
  await vi.advanceTimersByTimeAsync(0)

  expect(storedDrafts.value).toEqual([{
    key: `${deleted}key`, draft: MINE, at: TIME,
    baseRevision: { draft: emptyDraft(), saved: undefined, creationKey: expect.any(String) },
  }])
  // It keeps its key, because the post may be restored.
  expect(storedBodies(deleted)).toEqual([MINE.body])

  const taken = take(storedDrafts.value[0]!)
  expect(storedBodies(deleted)).toEqual([])
  add(taken)
  expect(storedDrafts.value).toEqual([{ ...taken, key: expect.stringContaining(NEW) }])
  expect(openEditor().storedDrafts.value).toEqual(storedDrafts.value)
  expect(storedBodies(existing)).toEqual([MINE.body])
})
