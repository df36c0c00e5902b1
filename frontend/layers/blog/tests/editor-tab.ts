import { afterEach, beforeEach, vi } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { mounted } from '#layers/session/tests/mounted'
import { storage } from '#layers/session/tests/storage'
import { useDraftAutosave } from '../app/composables/use-draft-autosave'
import { useStoredDrafts } from '../app/composables/use-stored-drafts'
import { draftKeyPrefix, findStoredDrafts, storeDraft } from '../app/utils/draft-storage'
import { emptyDraft, type BaseRevision, type PostDraft } from '../app/utils/post-draft'

export const ALICE = 1
export const NEW = draftKeyPrefix(ALICE, 'new')
export const MINE: PostDraft = { ...emptyDraft(), body: 'Half a sentence' }
export const TIME = '2026-11-01T12:00:00Z'

/** The browser, new for each test: its storage, and the target of its events. */
export const browser = { storage: storage(), page: new EventTarget() }

/** Replaces the globals of the browser, and the clock. */
export function stubBrowser() {
  beforeEach(() => {
    vi.useFakeTimers()
    Object.assign(browser, { storage: storage(), page: new EventTarget() })
    vi.stubGlobal('localStorage', browser.storage)
    vi.stubGlobal('window', browser.page)
    vi.stubGlobal('document', browser.page)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
}

export function aRevision(values: Partial<BaseRevision> = {}): BaseRevision {
  return { draft: emptyDraft(), saved: undefined, creationKey: 'key', ...values }
}

/** Alice's editor in one tab; `deleted` are the ids of her deleted posts. */
export function openEditor(baseRevision = shallowRef(aRevision()), deleted: number[] = []) {
  const draft = ref({ ...baseRevision.value.draft })
  const { result, unmount } = mounted(() => {
    const autosave = useDraftAutosave(ALICE, draft, baseRevision)
    return { ...autosave, ...useStoredDrafts(ALICE, draft, baseRevision, autosave, async id => deleted.includes(id)) }
  })

  /** Types a body, without waiting. */
  async function type(body: string): Promise<void> {
    draft.value.body = body
    await nextTick()
  }

  /** Types a body, and waits until it is stored. */
  async function typeAndWait(body: string): Promise<void> {
    await type(body)
    vi.advanceTimersByTime(300)
  }

  const offered = () => result.storedDrafts.value.map(stored => stored.draft.body)
  return { ...result, draft, baseRevision, unmount, type, typeAndWait, offered }
}

/** The bodies of the stored drafts. */
export function storedBodies(prefix = NEW): string[] {
  return findStoredDrafts(browser.storage, prefix).map(({ draft }) => draft.body)
}

/** Stores a draft, as another tab does, without an event. */
export function storeElsewhere(key: string, body = MINE.body, revision: Partial<BaseRevision> = {}): void {
  storeDraft(browser.storage, key, { draft: { ...MINE, body }, baseRevision: aRevision(revision), at: TIME })
}

/** Tells this tab that another one has changed a key; null if it has cleared the storage. */
export function dispatchStorageEvent(key: string | null): void {
  const newValue = key === null ? null : browser.storage.getItem(key)
  browser.page.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
}

/** Another tab removes a key, or with null all of them. */
export function removeElsewhere(key: string | null): void {
  if (key === null) browser.storage.clear()
  else browser.storage.removeItem(key)
  dispatchStorageEvent(key)
}

/** The storage refuses to store anything, until the mock is restored. */
export function fillStorage() {
  return vi.spyOn(browser.storage, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
}
