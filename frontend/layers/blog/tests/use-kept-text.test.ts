import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { mounted } from '../../session/tests/mounted'
import { findTexts, keepText, keptTextPrefix } from '../app/posts/kept-text'
import { emptyDraft, type PostDraft } from '../app/posts/post-draft'
import { useKeptText } from '../app/posts/use-kept-text'
import type { Beginning } from '../app/posts/use-post-saving'
import { storage } from './storage'

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
function writing(begun = shallowRef(aBeginning())) {
  const draft = ref({ ...begun.value.draft })
  const { result, unmount } = mounted(() => useKeptText(ALICE, draft, begun))
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

test('what is typed is kept at the first pause, and not at every key', async () => {
  const setItem = vi.spyOn(kept, 'setItem')
  const { draft, dirty } = writing()

  for (const body of ['H', 'Ha', 'Half']) {
    await type(draft, body)
    vi.advanceTimersByTime(200)
  }
  expect(dirty.value).toBe(true)
  expect(setItem).not.toHaveBeenCalled()
  vi.advanceTimersByTime(100)

  expect(bodies()).toEqual(['Half'])
  expect(setItem).toHaveBeenCalledTimes(1)
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
