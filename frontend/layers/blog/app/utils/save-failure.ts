import { readProblem } from '#layers/session/app/utils/api-problem'
import type { Post } from './post'

/** Why a post was not saved. The editor shows a message for each kind. */
export type SaveFailure
  /** Invalid fields, found before sending or by the API (400). */
  = | { kind: 'invalid', fields: Record<string, string>, detail: string }
  /** There is a newer version of the post (409, 412, 428). */
    | { kind: 'conflict', current: Post | undefined }
  /** The session has ended, and the author did not log in again. */
    | { kind: 'logged-out' }
    | { kind: 'forbidden', detail: string }
  /** The post has been deleted (404). */
    | { kind: 'deleted' }
    | { kind: 'too-large' }
  /** Too many requests (429). */
    | { kind: 'throttled', seconds: number }
  /** No answer, or one that is not the API's: no network, a timeout, a server error. */
    | { kind: 'unreachable' }

/** Reads the error that `$api` threw when a post was saved. */
export function readSaveFailure(error: unknown): SaveFailure {
  const { status, code, detail, fields, retryAfter } = readProblem(error)
  if (code === 'not_authenticated' || code === 'other_account') return { kind: 'logged-out' }
  if (code === 'ambiguous_cookie') return { kind: 'invalid', fields: {}, detail }
  switch (status) {
    case 400: return { kind: 'invalid', fields: byField(fields), detail }
    case 403: return { kind: 'forbidden', detail }
    case 404: return { kind: 'deleted' }
    case 409: case 412: case 428: return { kind: 'conflict', current: readCurrent(error) }
    case 413: return { kind: 'too-large' }
    case 429: return { kind: 'throttled', seconds: retryAfter ?? 60 }
    default: return { kind: 'unreachable' }
  }
}

/** Assigns the error of a list item ("tags.2") to its field. The first error of a list comes last, and wins. */
function byField(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([path, detail]) => [path.split('.')[0], detail]))
}

function readCurrent(error: unknown): Post | undefined {
  return (error as { data?: { current?: Post } }).data?.current
}
