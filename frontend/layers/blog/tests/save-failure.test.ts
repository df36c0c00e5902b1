import { expect, test } from 'vitest'
import { readSaveFailure } from '../app/utils/save-failure'
import { aPost, failure } from './a-post'

test.each([
  ['a session that has ended', failure(403, 'not_authenticated'), { kind: 'logged-out' }],
  ['a session of somebody else’s', failure(409, 'other_account'), { kind: 'logged-out' }],
  ['another person’s post', failure(403, 'permission_denied'), { kind: 'not-allowed', detail: 'Detail.' }],
  ['a cookie sent twice', failure(403, 'ambiguous_cookie'), { kind: 'invalid', fields: {}, detail: 'Detail.' }],
  ['a post that is gone', failure(404, 'not_found'), { kind: 'gone' }],
  ['a newer version', failure(412, 'version_conflict', { current: aPost() }), { kind: 'conflict', current: aPost() }],
  ['a key that was used', failure(409, 'already_created', { current: aPost() }), { kind: 'conflict', current: aPost() }],
  ['a version that was not named', failure(428, 'precondition_required'), { kind: 'conflict', current: undefined }],
  ['a text that is too large', failure(413, 'request_too_large'), { kind: 'too-large' }],
  ['too many requests', failure(429, 'throttled', {}, { 'Retry-After': '7' }), { kind: 'wait', seconds: 7 }],
  ['too many requests, for how long nobody says', failure(429, 'throttled'), { kind: 'wait', seconds: 60 }],
  ['a server in trouble', failure(503, 'api_unreachable'), { kind: 'unreachable' }],
  ['no answer', new TypeError('fetch failed'), { kind: 'unreachable' }],
])('%s has a face of its own', (_, error, expected) => {
  expect(readSaveFailure(error)).toEqual(expected)
})

test('errors land on their fields, those of one tag on the tags', () => {
  const errors = [
    { code: 'blank', detail: 'May not be blank.', attr: 'title' },
    { code: 'max_length', detail: 'Too long.', attr: 'tags.1' },
    { code: 'max_length', detail: 'Too long as well.', attr: 'tags.2' },
  ]

  expect(readSaveFailure({ status: 400, data: { errors } }))
    .toEqual({ kind: 'invalid', detail: '', fields: { title: 'May not be blank.', tags: 'Too long.' } })
})
