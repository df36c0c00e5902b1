import { beforeEach, expect, test, vi } from 'vitest'
import type { Post } from '../app/utils/post'
import { draftOf, emptyDraft, type PostDraft } from '../app/utils/post-draft'
import { usePostSaving } from '../app/composables/use-post-saving'
import { aPost, failure } from './a-post'

const $api = vi.fn()

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('useNuxtApp', () => ({ $api }))
})

const MINE: PostDraft = { ...emptyDraft(), title: 'A title', body: 'My text.' }

function newPost() {
  return usePostSaving({ draft: emptyDraft(), saved: undefined, creationKey: 'the-key' })
}

/** Version 3 of a post with the text "A text.", opened to go on with. */
function openedPost() {
  return usePostSaving({ draft: draftOf(aPost()), saved: { id: 5, version: 3 }, creationKey: 'unused' })
}

/** What has been sent: the method, and what it was bound to. */
function sent() {
  return $api.mock.calls.map(([path, { method = 'GET', headers = {} }]) => [method, path, ...Object.values(headers)])
}

function asSaved(draft: PostDraft, values: Partial<Post> = {}): Post {
  return aPost({ title: draft.title, body: draft.body, ...values })
}

test('a new post is created with its key, and changed by its version from then on', async () => {
  const { save } = newPost()
  $api.mockResolvedValueOnce(asSaved(MINE, { version: 1 })).mockResolvedValueOnce(asSaved(MINE, { version: 2 }))

  expect(await save(MINE)).toMatchObject({ kind: 'saved' })
  expect(await save({ ...MINE, body: 'More.' })).toMatchObject({ kind: 'saved' })

  expect(sent()).toEqual([['POST', '/api/posts/', 'the-key'], ['PUT', '/api/posts/{id}/', '"1"']])
})

test('a doubled click saves once', async () => {
  const { save } = newPost()
  $api.mockResolvedValue(asSaved(MINE))

  const outcomes = await Promise.all([save(MINE), save(MINE)])

  expect(outcomes.map(outcome => outcome?.kind)).toEqual(['saved', undefined])
  expect($api).toHaveBeenCalledTimes(1)
})

test('what is wrong is told without sending it', async () => {
  const { save, busy } = newPost()

  expect(await save({ ...MINE, title: ' ' })).toMatchObject({ kind: 'invalid', fields: { title: expect.any(String) } })

  expect($api).not.toHaveBeenCalled()
  expect(busy.value).toBe(false)
})

test('tried again after a lost answer, the key is the same', async () => {
  const { save } = newPost()
  $api.mockRejectedValueOnce(new TypeError('fetch failed')).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toEqual({ kind: 'unreachable' })
  expect(await save(MINE)).toMatchObject({ kind: 'saved' })

  expect(sent()).toEqual([['POST', '/api/posts/', 'the-key'], ['POST', '/api/posts/', 'the-key']])
})

test('what was created although its answer was lost is changed, and asks nobody to merge', async () => {
  const { save } = newPost()
  const more = { ...MINE, body: 'My text, and more.' }
  $api.mockRejectedValueOnce(new TypeError('fetch failed'))
  await save(MINE)
  $api.mockRejectedValueOnce(failure(409, 'already_created', { current: asSaved(MINE, { version: 1 }) })).mockResolvedValueOnce(asSaved(more))

  expect(await save(more)).toMatchObject({ kind: 'saved' })

  expect(sent().slice(1)).toEqual([['POST', '/api/posts/', 'the-key'], ['PUT', '/api/posts/{id}/', '"1"']])
})

test('what was changed although its answer was lost counts as saved', async () => {
  const { save, begun } = openedPost()
  $api.mockRejectedValueOnce(failure(412, 'version_conflict', { current: asSaved(MINE, { version: 4 }) }))

  expect(await save(MINE)).toMatchObject({ kind: 'saved' })

  expect(begun.value.saved).toEqual({ id: 5, version: 4 })
  expect($api).toHaveBeenCalledTimes(1)
})

test('of several texts whose answers were lost, each may be the one that has arrived', async () => {
  const { save } = openedPost()
  const more = { ...MINE, body: 'My text, and more.' }
  const most = { ...MINE, body: 'My text, and more, and more.' }
  $api.mockRejectedValueOnce(new TypeError('fetch failed')).mockRejectedValueOnce(new TypeError('fetch failed'))
  await save(MINE)
  await save(more)
  $api.mockRejectedValueOnce(failure(412, 'version_conflict', { current: asSaved(MINE, { version: 4 }) })).mockResolvedValueOnce(asSaved(most))

  expect(await save(most)).toMatchObject({ kind: 'saved' })

  expect(sent().slice(2)).toEqual([['PUT', '/api/posts/{id}/', '"3"'], ['PUT', '/api/posts/{id}/', '"4"']])
})

test('a newer version with the same words is no conflict', async () => {
  const { save } = openedPost()
  $api.mockRejectedValueOnce(failure(412, 'version_conflict', { current: aPost({ version: 4 }) })).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toMatchObject({ kind: 'saved' })

  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"3"'], ['PUT', '/api/posts/{id}/', '"4"']])
})

test('other words are a conflict: nothing is overwritten, now or by saving again', async () => {
  const { save, begun } = openedPost()
  const current = aPost({ body: 'Their text.', version: 4 })
  $api.mockRejectedValue(failure(412, 'version_conflict', { current }))

  expect(await save(MINE)).toEqual({ kind: 'conflict', current })
  expect(await save(MINE)).toEqual({ kind: 'conflict', current })

  expect(begun.value.draft.body).toBe('A text.')
  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"3"'], ['PUT', '/api/posts/{id}/', '"3"']])
})

test('who has seen the other version goes on from it', async () => {
  const { save, beginFrom } = openedPost()
  $api.mockResolvedValue(asSaved(MINE))

  beginFrom(aPost({ body: 'Their text.', version: 4 }))
  await save(MINE)

  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"4"']])
})

test('a post that changes all the time is a conflict in the end, and not tried for ever', async () => {
  const { save } = openedPost()
  $api.mockImplementation(() => Promise.reject(failure(412, 'version_conflict', { current: aPost({ version: 9 }) })))

  expect(await save(MINE)).toMatchObject({ kind: 'conflict' })
  expect($api).toHaveBeenCalledTimes(2)
})

test('a conflict that comes without the other version fetches it', async () => {
  const { save } = openedPost()
  const current = aPost({ body: 'Their text.', version: 4 })
  $api.mockRejectedValueOnce(failure(428, 'precondition_required')).mockResolvedValueOnce(current)

  expect(await save(MINE)).toEqual({ kind: 'conflict', current })
})

test('what is left of a deleted post becomes a new one', async () => {
  const { save, beginAnew } = openedPost()
  $api.mockRejectedValueOnce(failure(404, 'not_found')).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toEqual({ kind: 'gone' })
  beginAnew('another-key')
  await save(MINE)

  expect(sent()[1]).toEqual(['POST', '/api/posts/', 'another-key'])
})

test('a post that is yet to be made cannot be gone: whatever says so is not the API', async () => {
  const { save } = newPost()
  $api.mockRejectedValueOnce(failure(404, 'not_found')).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toEqual({ kind: 'unreachable' })
  await save(MINE)

  expect(sent()[1]).toEqual(['POST', '/api/posts/', 'the-key'])
})

test('a text that was kept goes on from where it had begun', async () => {
  const { save, resume } = openedPost()
  $api.mockResolvedValue(asSaved(MINE))

  resume({ draft: emptyDraft(), saved: { id: 5, version: 1 }, creationKey: 'unused' })
  await save(MINE)

  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"1"']])
})
