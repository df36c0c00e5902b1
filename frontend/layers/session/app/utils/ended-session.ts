/** The key in `sessionStorage`, and the `reason` in the log-in page's query string. */
export const SESSION_ENDED = 'session-ended'

/** Remembers in this tab that the session ended; the page is about to reload. */
export function markSessionEnded(): void {
  tryStorage(storage => storage.setItem(SESSION_ENDED, 'true'))
}

/** Forgets that a session ended. */
export function clearSessionEnded(): void {
  tryStorage(storage => storage.removeItem(SESSION_ENDED))
}

/** Whether `markSessionEnded` was called in this tab. */
export function wasSessionEnded(): boolean {
  return tryStorage(storage => storage.getItem(SESSION_ENDED)) !== undefined
}

/** Browsers may block `sessionStorage`. */
function tryStorage<Result>(action: (storage: Storage) => Result | null): Result | undefined {
  try {
    return action(window.sessionStorage) ?? undefined
  }
  catch {
    return undefined
  }
}
