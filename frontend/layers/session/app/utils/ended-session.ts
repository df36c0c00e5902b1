/** Says in the log-in page's address that a session has ended; no other word is read there. */
export const SESSION_ENDED = 'session-ended'

/**
 * Remembers, for this tab, that the session of the person on screen has ended: the page is about to be loaded anew,
 * and by then the API has taken the cookie away.
 */
export function markSessionEnded(): void {
  attempt(storage => storage.setItem(SESSION_ENDED, 'true'))
}

/** Forgets it: the log-in page has said so, or somebody is logged in again. */
export function clearSessionEnded(): void {
  attempt(storage => storage.removeItem(SESSION_ENDED))
}

export function wasSessionEnded(): boolean {
  return attempt(storage => storage.getItem(SESSION_ENDED)) !== undefined
}

/** A browser may refuse its storage; then the log-in page says less. */
function attempt<Result>(action: (storage: Storage) => Result | null): Result | undefined {
  try {
    return action(window.sessionStorage) ?? undefined
  }
  catch {
    return undefined
  }
}
