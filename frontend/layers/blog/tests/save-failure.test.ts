import { expect, test } from 'vitest'
import { readSaveFailure } from '../app/utils/save-failure'
import { aPost, apiError } from './factories'

test.each([
  ['a session that has ended', apiError(403, 'not_authenticated'), { kind: 'logged-out' }],
  ['the session of another account', apiError(409, 'other_account'), { kind: 'logged-out' }],
  ['another person’s post', apiError(403, 'permission_denied'), { kind: 'forbidden', detail: 'Detail.' }],
  ['a cookie sent twice', apiError(403, 'ambiguous_cookie'), { kind: 'invalid', fields: {}, detail: 'Detail.' }],
  ['a deleted post', apiError(404, 'not_found'), { kind: 'deleted' }],
  ['a newer version', apiError(412, 'version_conflict', { current: aPost() }), { kind: 'conflict', current: aPost() }],
  ['a used creation key', apiError(409, 'already_created', { current: aPost() }), { kind: 'conflict', current: aPost() }],
  ['a missing version', apiError(428, 'precondition_required'), { kind: 'conflict', current: undefined }],
  ['a text that is too large', apiError(413, 'request_too_large'), { kind: 'too-large' }],
  ['too many requests', apiError(429, 'throttled', {}, { 'Retry-After': '7' }), { kind: 'throttled', seconds: 7 }],
  ['too many requests without Retry-After', apiError(429, 'throttled'), { kind: 'throttled', seconds: 60 }],
  ['a server error', apiError(503, 'api_unreachable'), { kind: 'unreachable' }],
  ['no answer', new TypeError('fetch failed'), { kind: 'unreachable' }],
])('%s has its own kind', (_, error, expected) => {
  expect(readSaveFailure(error)).toEqual(expected)
})

test('errors are assigned to fields, those of a tag to the tags', () => {
  const errors = [
    { code: 'blank', detail: 'May not be blank.', attr: 'title' },
    { code: 'max_length', detail: 'Too long.', attr: 'tags.1' },
    { code: 'max_length', detail: 'Too long as well.', attr: 'tags.2' },
  ]

  expect(readSaveFailure({ status: 400, data: { errors } }))
    .toEqual({ kind: 'invalid', detail: '', fields: { title: 'May not be blank.', tags: 'Too long.' } })
})
