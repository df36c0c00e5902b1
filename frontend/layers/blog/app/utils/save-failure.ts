import { readProblem } from '#layers/session/app/utils/api-problem'
import type { Post } from './post'

/** Why something was not saved: each kind has a face of its own. */
export type SaveFailure
  /** Something is not as it should be, mostly fields (400, or found before sending). */
  = | { kind: 'invalid', fields: Record<string, string>, detail: string }
  /** The post is not what it was when this text was begun (409, 412, 428). */
    | { kind: 'conflict', current: Post | undefined }
  /** The session has ended, and its author did not log in again. */
    | { kind: 'logged-out' }
  /** Not theirs to change (403). */
    | { kind: 'not-allowed', detail: string }
  /** Deleted meanwhile (404). */
    | { kind: 'gone' }
    | { kind: 'too-large' }
  /** Too many requests (429): how long to wait. */
    | { kind: 'wait', seconds: number }
  /** No answer, or none that says anything: no network, a time-out, a server in trouble. */
    | { kind: 'unreachable' }

/** Reads what `$api` threw when a post was to be saved. */
export function readSaveFailure(error: unknown): SaveFailure {
  const { status, code, detail, fields, retryAfter } = readProblem(error)
  if (code === 'not_authenticated' || code === 'other_account') return { kind: 'logged-out' }
  // For the person to mend, and then to save again.
  if (code === 'ambiguous_cookie') return { kind: 'invalid', fields: {}, detail }
  switch (status) {
    case 400: return { kind: 'invalid', fields: byField(fields), detail }
    case 403: return { kind: 'not-allowed', detail }
    case 404: return { kind: 'gone' }
    case 409: case 412: case 428: return { kind: 'conflict', current: readCurrent(error) }
    case 413: return { kind: 'too-large' }
    case 429: return { kind: 'wait', seconds: retryAfter ?? 60 }
    default: return { kind: 'unreachable' }
  }
}

/** What is wrong with one item of a list ("tags.2") is wrong with the field; the first one counts, and stands last. */
function byField(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([path, detail]) => [path.split('.')[0], detail]))
}

function readCurrent(error: unknown): Post | undefined {
  return (error as { data?: { current?: Post } }).data?.current
}
