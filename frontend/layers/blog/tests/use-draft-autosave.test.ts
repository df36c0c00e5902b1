import { expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { draftKeyPrefix, findStoredDrafts, storeDraft } from '../app/utils/draft-storage'
import { ALICE, aRevision, browser, fillStorage, MINE, NEW, openEditor, removeElsewhere, storedBodies, stubBrowser } from './editor-tab'

stubBrowser()

test('a draft is stored every 300 ms while it changes', async () => {
  const setItem = vi.spyOn(browser.storage, 'setItem')
  const { type, typeAndWait, dirty } = openEditor()

  for (const body of ['H', 'Ha', 'Hal']) {
    await type(body)
    vi.advanceTimersByTime(90)
  }
  expect(dirty.value).toBe(true)
  expect(setItem).not.toHaveBeenCalled()
  await type('Half')
  vi.advanceTimersByTime(90)
  expect(storedBodies()).toEqual(['Half'])
  expect(setItem).toHaveBeenCalledTimes(1)
  await typeAndWait('Half a')

  expect(storedBodies()).toEqual(['Half a'])
  expect(setItem).toHaveBeenCalledTimes(2)
})

test.each(['pagehide', 'visibilitychange'])('a draft is stored on %s', async (event) => {
  const { type } = openEditor()

  await type('Half')
  browser.page.dispatchEvent(new Event(event))

  expect(storedBodies()).toEqual(['Half'])
})

test('a draft is stored once more when the editor is unmounted', async () => {
  const { type, unmount } = openEditor()

  await type('Half')
  unmount()

  expect(storedBodies()).toEqual(['Half'])
  expect(vi.getTimerCount()).toBe(0)
  browser.storage.clear()
  browser.page.dispatchEvent(new Event('pagehide'))
  expect(storedBodies()).toEqual([])
})

test('a draft that another tab removes is stored again', async () => {
  const { typeAndWait } = openEditor()
  await typeAndWait('Half')
  const [stored] = findStoredDrafts(browser.storage, NEW)

  for (const key of [stored!.key, null]) {
    removeElsewhere(key)
    expect(storedBodies()).toEqual(['Half'])
  }
  storeDraft(browser.storage, `${NEW}other`, stored!)
  removeElsewhere(`${NEW}other`)
  expect(storedBodies()).toEqual(['Half'])
})

test('a draft without changes is removed', async () => {
  const { typeAndWait, dirty } = openEditor()
  await typeAndWait('Half')

  await typeAndWait('')

  expect(dirty.value).toBe(false)
  expect(browser.storage.length).toBe(0)
})

test('changes made during the first save are stored with the post', async () => {
  const { type, typeAndWait, baseRevision } = openEditor()
  await typeAndWait('Saved')
  await type('Saved, and more')

  baseRevision.value = aRevision({ draft: { ...MINE, body: 'Saved' }, saved: { id: 5, version: 1 } })
  await nextTick()

  expect(storedBodies()).toEqual([])
  expect(storedBodies(draftKeyPrefix(ALICE, 5))).toEqual(['Saved, and more'])
})

test('a draft keeps its old key while there is no room', async () => {
  const { type, typeAndWait, baseRevision, failed } = openEditor()
  await typeAndWait('Saved')
  fillStorage()
  await type('Saved, and more')

  baseRevision.value = aRevision({ draft: { ...MINE, body: 'Saved' }, saved: { id: 5, version: 1 } })
  await nextTick()

  expect(failed.value).toBe(true)
  expect(storedBodies()).toEqual(['Saved'])
})

test('a full storage is reported until there is room', async () => {
  const setItem = fillStorage()
  const { typeAndWait, failed } = openEditor()

  await typeAndWait('Half')
  expect(failed.value).toBe(true)
  setItem.mockRestore()
  await typeAndWait('Half a')

  expect(failed.value).toBe(false)
  expect(storedBodies()).toEqual(['Half a'])
})
