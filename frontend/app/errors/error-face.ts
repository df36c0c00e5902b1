/** What the error page says: what happened, and what to do. */
export interface ErrorFace {
  title: string
  text: string
  /** Whether asking again may help. */
  retry: boolean
}

const FACES: Record<number, ErrorFace> = {
  400: {
    title: 'That address does not work',
    text: 'The server could not read what was asked for. Check the address, or begin from the start page.',
    retry: false,
  },
  403: {
    title: 'This is not for you to see',
    text: 'You are logged in, but what you asked for belongs to somebody else.',
    retry: false,
  },
  404: {
    title: 'Nothing lives at this address',
    text: 'The page may have moved, or the address has a slip in it.',
    retry: false,
  },
  503: {
    title: 'We will be back in a moment',
    text: 'The service cannot be reached just now. If you were logged in, you still are: please try again shortly.',
    retry: true,
  },
}

const UNEXPECTED: ErrorFace = {
  title: 'Something went wrong on our side',
  text: 'It is not your fault. Please try again; if it happens once more, tell whoever runs this site.',
  retry: true,
}

/** @param status HTTP status of the failed page */
export function errorFace(status: number | undefined): ErrorFace {
  return FACES[status ?? 500] ?? UNEXPECTED
}
