import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { mounted } from '#layers/session/tests/mounted'
import { findTexts, keepText, keptTextPrefix, type FoundText } from '../app/utils/unsaved-drafts'
import { emptyDraft, type PostDraft } from '../app/utils/post-draft'
import { useKeptText } from '../app/composables/use-draft-autosave'
import type { Beginning } from '../app/composables/use-post-saving'
import { storage } from '#layers/session/tests/storage'

const ALICE = 1
const NEW = keptTextPrefix(ALICE, 'new')
const MINE: PostDraft = { ...emptyDraft(), body: 'Half a sentence' }

let kept: Storage
let page: EventTarget

beforeEach(() => {
  vi.useFakeTimers()
  kept = storage()
  page = new EventTarget()
  vi.stubGlobal('localStorage', kept)
  vi.stubGlobal('window', page)
  vi.stubGlobal('document', page)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function aBeginning(values: Partial<Beginning> = {}): Beginning {
  return { draft: emptyDraft(), saved: undefined, creationKey: 'key', ...values }
}

/** Alice begins to write. */
function writing(begun = shallowRef(aBeginning()), gone: number[] = []) {
  const draft = ref({ ...begun.value.draft })
  const { result, unmount } = mounted(() => useKeptText(ALICE, draft, begun, async id => gone.includes(id)))
  return { ...result, draft, begun, unmount }
}

/** Type it, without a pause. */
async function type(draft: { value: PostDraft }, body: string) {
  draft.value.body = body
  await nextTick()
}

/** The bodies that are kept. */
function bodies(prefix = NEW) {
  return findTexts(kept, prefix).map(text => text.draft.body)
}

test('what is typed is kept at once, though not at every key, and without waiting for a pause', async () => {
  const setItem = vi.spyOn(kept, 'setItem')
  const { draft, dirty } = writing()

  for (const body of ['H', 'Ha', 'Hal']) {
    await type(draft, body)
    vi.advanceTimersByTime(90)
  }
  expect(dirty.value).toBe(true)
  expect(setItem).not.toHaveBeenCalled()
  await type(draft, 'Half')
  vi.advanceTimersByTime(90)
  expect(bodies()).toEqual(['Half'])
  expect(setItem).toHaveBeenCalledTimes(1)
  await type(draft, 'Half a')
  vi.advanceTimersByTime(300)

  expect(bodies()).toEqual(['Half a'])
  expect(setItem).toHaveBeenCalledTimes(2)
})

test.each(['pagehide', 'visibilitychange'])('at %s there is no waiting for a pause', async (event) => {
  const { draft } = writing()

  await type(draft, 'Half')
  page.dispatchEvent(new Event(event))

  expect(bodies()).toEqual(['Half'])
})

test('what is left by a link is kept, and nothing is done afterwards', async () => {
  const { draft, unmount } = writing()

  await type(draft, 'Half')
  unmount()

  expect(bodies()).toEqual(['Half'])
  expect(vi.getTimerCount()).toBe(0)
  kept.clear()
  page.dispatchEvent(new Event('pagehide'))
  expect(bodies()).toEqual([])
})

/** Another tab removes what is kept: one text, or with no name all of them. */
function removeElsewhere(name: string | null) {
  if (name === null) kept.clear()
  else kept.removeItem(name)
  page.dispatchEvent(Object.assign(new Event('storage'), { key: name, newValue: null }))
}

/** Another tab keeps a text; `heard` is whether this one has been told already. */
function keepElsewhere(name: string, body: string, { heard = true, saved = undefined as Beginning['saved'] } = {}) {
  keepText(kept, name, { draft: { ...MINE, body }, begun: aBeginning({ saved }), at: '2026-11-01T12:00:00Z' })
  if (heard) page.dispatchEvent(Object.assign(new Event('storage'), { key: name, newValue: kept.getItem(name) }))
}

function offered({ value }: { value: FoundText[] }) {
  return value.map(text => text.draft.body)
}

test('what another tab writes is offered as it stands by now, and no more once it is saved there', () => {
  const { found } = writing()
  expect(offered(found)).toEqual([])

  keepElsewhere(`${NEW}other`, 'First words')
  expect(offered(found)).toEqual(['First words'])
  keepElsewhere(`${NEW}other`, 'First words and more')
  expect(offered(found)).toEqual(['First words and more'])
  removeElsewhere(`${NEW}other`)
  expect(offered(found)).toEqual([])
})

test('what is taken back or thrown away is the text as it was kept last', () => {
  keepElsewhere(`${NEW}other`, 'First words')
  const { found, drop } = writing()
  const [shown] = found.value

  keepElsewhere(`${NEW}other`, 'First words and an hour of more', { heard: false })
  const dropped = drop(shown!)

  expect(dropped.draft.body).toBe('First words and an hour of more')
  expect(bodies()).toEqual([])
})

test('what is thrown away and brought back takes no other’s place', async () => {
  const here = writing()
  await type(here.draft, 'Half')
  vi.advanceTimersByTime(300)
  const other = writing()
  const dropped = other.drop(other.found.value[0]!)
  removeElsewhere(dropped.name)
  await type(here.draft, 'Half a sentence and more')
  vi.advanceTimersByTime(300)

  other.bringBack(dropped)

  expect(bodies().sort()).toEqual(['Half', 'Half a sentence and more'])
})

test('two tabs never answer each other without end: what one has saved and the other still writes stays kept', async () => {
  const saved = { id: 5, version: 1 }
  const prefix = keptTextPrefix(ALICE, 5)
  const here = writing(shallowRef(aBeginning({ saved })))
  await type(here.draft, MINE.body)
  vi.advanceTimersByTime(300)
  const setItem = vi.spyOn(kept, 'setItem')
  const removeItem = vi.spyOn(kept, 'removeItem')

  const other = writing(shallowRef(aBeginning({ draft: MINE, saved })))
  const [removed] = removeItem.mock.calls
  removeElsewhere(removed![0])

  expect(bodies(prefix)).toEqual([MINE.body])
  expect(other.found.value).toEqual([])
  expect(setItem).toHaveBeenCalledTimes(1)
})

test('what another tab throws away while it is being written here is kept again', async () => {
  const { draft } = writing()
  await type(draft, 'Half')
  vi.advanceTimersByTime(300)
  const [text] = findTexts(kept, NEW)

  for (const name of [text!.name, null]) {
    removeElsewhere(name)
    expect(bodies()).toEqual(['Half'])
  }
  keepText(kept, `${NEW}other`, text!)
  removeElsewhere(`${NEW}other`)
  expect(bodies()).toEqual(['Half'])
})

test('what is taken back to where it began is kept no longer', async () => {
  const { draft, dirty } = writing()
  await type(draft, 'Half')
  vi.advanceTimersByTime(300)

  await type(draft, '')
  vi.advanceTimersByTime(300)

  expect(dirty.value).toBe(false)
  expect(kept.length).toBe(0)
})

test('what was saved is kept no longer, and what was typed meanwhile is kept with the post', async () => {
  const { draft, begun } = writing()
  await type(draft, 'Saved')
  vi.advanceTimersByTime(300)
  await type(draft, 'Saved, and more')

  begun.value = aBeginning({ draft: { ...MINE, body: 'Saved' }, saved: { id: 5, version: 1 } })
  await nextTick()

  expect(bodies()).toEqual([])
  expect(bodies(keptTextPrefix(ALICE, 5))).toEqual(['Saved, and more'])
})

test('the text of an editor that is gone is offered, until it is dropped', () => {
  keepText(kept, `${NEW}gone`, { draft: MINE, begun: aBeginning(), at: '2026-11-01T12:00:00Z' })

  const { found, drop } = writing()
  expect(found.value.map(text => text.draft)).toEqual([MINE])
  drop(found.value[0]!)

  expect(found.value).toEqual([])
  expect(kept.length).toBe(0)
})

test('a text that arrived at the API after all is not offered', () => {
  const saved = { id: 5, version: 1 }
  const prefix = keptTextPrefix(ALICE, 5)
  keepText(kept, `${prefix}gone`, { draft: MINE, begun: aBeginning({ saved }), at: '2026-11-01T12:00:00Z' })

  const { found } = writing(shallowRef(aBeginning({ draft: MINE, saved })))

  expect(found.value).toEqual([])
  expect(kept.length).toBe(0)
})

test('what is on screen makes room for another text and is offered beside', async () => {
  const { draft, found, putAside } = writing()
  await type(draft, 'On screen')

  putAside()

  expect(found.value.map(text => text.draft.body)).toEqual(['On screen'])
  expect(bodies()).toEqual(['On screen'])
})

test('a browser that keeps nothing says so, and says no more once it does', async () => {
  const setItem = vi.spyOn(kept, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const { draft, failed } = writing()

  await type(draft, 'Half')
  vi.advanceTimersByTime(300)
  expect(failed.value).toBe(true)
  setItem.mockRestore()
  await type(draft, 'Half a')
  vi.advanceTimersByTime(300)

  expect(failed.value).toBe(false)
  expect(bodies()).toEqual(['Half a'])
})

/** The browser has no room for anything more. */
function full() {
  return vi.spyOn(kept, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
}

test('throwing another text away keeps what is on screen, or goes on saying that it is not kept', async () => {
  for (const name of ['one', 'two']) keepText(kept, NEW + name, { draft: MINE, begun: aBeginning(), at: '2026-11-01T12:00:00Z' })
  const setItem = full()
  const { draft, failed, found, drop } = writing()
  await type(draft, 'On screen')
  vi.advanceTimersByTime(300)

  drop(found.value[0]!)
  expect(failed.value).toBe(true)
  setItem.mockRestore()
  drop(found.value[0]!)

  expect(failed.value).toBe(false)
  expect(bodies()).toEqual(['On screen'])
})

test('without room at its new place a text stays at the old one', async () => {
  const { draft, begun, failed } = writing()
  await type(draft, 'Saved')
  vi.advanceTimersByTime(300)
  full()
  await type(draft, 'Saved, and more')

  begun.value = aBeginning({ draft: { ...MINE, body: 'Saved' }, saved: { id: 5, version: 1 } })
  await nextTick()

  expect(failed.value).toBe(true)
  expect(bodies()).toEqual(['Saved'])
})

test('what was written on a post that has been deleted is offered with a new one, as new', async () => {
  const begun = (id: number) => aBeginning({ saved: { id, version: 3 }, draft: { ...emptyDraft(), body: 'Once' } })
  for (const id of [7, 8]) keepText(kept, `${keptTextPrefix(ALICE, id)}key`, { draft: MINE, begun: begun(id), at: '2026-11-01T12:00:00Z' })
  const { found, drop, bringBack } = writing(undefined, [7])
  await vi.advanceTimersByTimeAsync(0)

  expect(found.value).toEqual([{
    name: `${keptTextPrefix(ALICE, 7)}key`, draft: MINE, at: '2026-11-01T12:00:00Z',
    begun: { draft: emptyDraft(), saved: undefined, creationKey: expect.any(String) },
  }])
  // It stays where it is, for the post may be brought back.
  expect(bodies(keptTextPrefix(ALICE, 7))).toEqual([MINE.body])
  // Thrown away and taken back it is found again later, like any other.
  const text = drop(found.value[0]!)
  expect(bodies(keptTextPrefix(ALICE, 7))).toEqual([])
  bringBack(text)
  expect(found.value).toEqual([{ ...text, name: expect.stringContaining(NEW) }])
  expect(writing().found.value).toEqual(found.value)
  expect(bodies(keptTextPrefix(ALICE, 8))).toEqual([MINE.body])
})
