import { beforeEach, expect, test, vi } from 'vitest'
import type { Post } from '../app/utils/post'
import { draftFromPost, emptyDraft, newRevision, type PostDraft } from '../app/utils/post-draft'
import { usePostSaving } from '../app/composables/use-post-saving'
import { aPost, apiError } from './factories'

const $api = vi.fn()

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('useNuxtApp', () => ({ $api }))
})

const MINE: PostDraft = { ...emptyDraft(), title: 'A title', body: 'My text.' }

function newPost() {
  return usePostSaving({ draft: emptyDraft(), saved: undefined, creationKey: 'the-key' })
}

/** The editor of version 3 of a post with the body "A text." */
function existingPost() {
  return usePostSaving({ draft: draftFromPost(aPost()), saved: { id: 5, version: 3 }, creationKey: 'unused' })
}

/** The requests: method, path and header values. */
function sent() {
  return $api.mock.calls.map(([path, { method = 'GET', headers = {} }]) => [method, path, ...Object.values(headers)])
}

function asSaved(draft: PostDraft, values: Partial<Post> = {}): Post {
  return aPost({ title: draft.title, body: draft.body, ...values })
}

test('a new post is created, then updated', async () => {
  const { save } = newPost()
  $api.mockResolvedValueOnce(asSaved(MINE, { version: 1 })).mockResolvedValueOnce(asSaved(MINE, { version: 2 }))

  expect(await save(MINE)).toMatchObject({ kind: 'saved' })
  expect(await save({ ...MINE, body: 'More.' })).toMatchObject({ kind: 'saved' })

  expect(sent()).toEqual([['POST', '/api/posts/', 'the-key'], ['PUT', '/api/posts/{id}/', '"1"']])
})

test('a double click saves once', async () => {
  const { save } = newPost()
  $api.mockResolvedValue(asSaved(MINE))

  const outcomes = await Promise.all([save(MINE), save(MINE)])

  expect(outcomes.map(outcome => outcome?.kind)).toEqual(['saved', undefined])
  expect($api).toHaveBeenCalledTimes(1)
})

test('an invalid draft is not sent', async () => {
  const { save, busy } = newPost()

  expect(await save({ ...MINE, title: ' ' })).toMatchObject({ kind: 'invalid', fields: { title: expect.any(String) } })

  expect($api).not.toHaveBeenCalled()
  expect(busy.value).toBe(false)
})

test('a retry after a lost answer has the same key', async () => {
  const { save } = newPost()
  $api.mockRejectedValueOnce(new TypeError('fetch failed')).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toEqual({ kind: 'unreachable' })
  expect(await save(MINE)).toMatchObject({ kind: 'saved' })

  expect(sent()).toEqual([['POST', '/api/posts/', 'the-key'], ['POST', '/api/posts/', 'the-key']])
})

test('a post created without an answer is updated', async () => {
  const { save } = newPost()
  const more = { ...MINE, body: 'My text, and more.' }
  $api.mockRejectedValueOnce(new TypeError('fetch failed'))
  await save(MINE)
  $api.mockRejectedValueOnce(apiError(409, 'already_created', { current: asSaved(MINE, { version: 1 }) })).mockResolvedValueOnce(asSaved(more))

  expect(await save(more)).toMatchObject({ kind: 'saved' })

  expect(sent().slice(1)).toEqual([['POST', '/api/posts/', 'the-key'], ['PUT', '/api/posts/{id}/', '"1"']])
})

test('an update without an answer counts as saved', async () => {
  const { save, baseRevision } = existingPost()
  $api.mockRejectedValueOnce(apiError(412, 'version_conflict', { current: asSaved(MINE, { version: 4 }) }))

  expect(await save(MINE)).toMatchObject({ kind: 'saved' })

  expect(baseRevision.value.saved).toEqual({ id: 5, version: 4 })
  expect($api).toHaveBeenCalledTimes(1)
})

test('any of several unanswered drafts may be saved', async () => {
  const { save } = existingPost()
  const more = { ...MINE, body: 'My text, and more.' }
  const most = { ...MINE, body: 'My text, and more, and more.' }
  $api.mockRejectedValueOnce(new TypeError('fetch failed')).mockRejectedValueOnce(new TypeError('fetch failed'))
  await save(MINE)
  await save(more)
  $api.mockRejectedValueOnce(apiError(412, 'version_conflict', { current: asSaved(MINE, { version: 4 }) })).mockResolvedValueOnce(asSaved(most))

  expect(await save(most)).toMatchObject({ kind: 'saved' })

  expect(sent().slice(2)).toEqual([['PUT', '/api/posts/{id}/', '"3"'], ['PUT', '/api/posts/{id}/', '"4"']])
})

test('a newer version with the same content is no conflict', async () => {
  const { save } = existingPost()
  $api.mockRejectedValueOnce(apiError(412, 'version_conflict', { current: aPost({ version: 4 }) })).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toMatchObject({ kind: 'saved' })

  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"3"'], ['PUT', '/api/posts/{id}/', '"4"']])
})

test('a newer version with other content is a conflict', async () => {
  const { save, baseRevision } = existingPost()
  const current = aPost({ body: 'Their text.', version: 4 })
  $api.mockRejectedValue(apiError(412, 'version_conflict', { current }))

  expect(await save(MINE)).toEqual({ kind: 'conflict', current })
  expect(await save(MINE)).toEqual({ kind: 'conflict', current })

  expect(baseRevision.value.draft.body).toBe('A text.')
  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"3"'], ['PUT', '/api/posts/{id}/', '"3"']])
})

test('after a rebase the update names the newer version', async () => {
  const { save, rebase } = existingPost()
  $api.mockResolvedValue(asSaved(MINE))

  rebase(aPost({ body: 'Their text.', version: 4 }))
  await save(MINE)

  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"4"']])
})

test('a retry that conflicts again is a conflict', async () => {
  const { save } = existingPost()
  $api.mockImplementation(() => Promise.reject(apiError(412, 'version_conflict', { current: aPost({ version: 9 }) })))

  expect(await save(MINE)).toMatchObject({ kind: 'conflict' })
  expect($api).toHaveBeenCalledTimes(2)
})

test('a conflict without the newer version fetches it', async () => {
  const { save } = existingPost()
  const current = aPost({ body: 'Their text.', version: 4 })
  $api.mockRejectedValueOnce(apiError(428, 'precondition_required')).mockResolvedValueOnce(current)

  expect(await save(MINE)).toEqual({ kind: 'conflict', current })
})

test('the draft of a deleted post becomes a new post', async () => {
  const { save, startFrom } = existingPost()
  $api.mockRejectedValueOnce(apiError(404, 'not_found')).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toEqual({ kind: 'deleted' })
  startFrom({ ...newRevision(), creationKey: 'another-key' })
  await save(MINE)

  expect(sent()[1]).toEqual(['POST', '/api/posts/', 'another-key'])
})

test('a 404 for a new post is no answer of the API', async () => {
  const { save } = newPost()
  $api.mockRejectedValueOnce(apiError(404, 'not_found')).mockResolvedValueOnce(asSaved(MINE))

  expect(await save(MINE)).toEqual({ kind: 'unreachable' })
  await save(MINE)

  expect(sent()[1]).toEqual(['POST', '/api/posts/', 'the-key'])
})

test('a restored draft has its own base revision', async () => {
  const { save, startFrom } = existingPost()
  $api.mockResolvedValue(asSaved(MINE))

  startFrom({ draft: emptyDraft(), saved: { id: 5, version: 1 }, creationKey: 'unused' })
  await save(MINE)

  expect(sent()).toEqual([['PUT', '/api/posts/{id}/', '"1"']])
})
