/** What the error page says: what happened, and what to do. */
export interface ErrorMessage {
  title: string
  text: string
  /** Whether asking again may help. */
  retry: boolean
}

const FACES: Record<number, ErrorMessage> = {
  400: {
    title: 'That address does not work',
    text: 'The server could not read what was asked for. Check the address, or begin from the start page.',
    retry: false,
  },
  403: {
    title: 'This is for somebody else',
    text: 'You are logged in, but not as the person who may do that.',
    retry: false,
  },
  404: {
    title: 'Nothing lives at this address',
    text: 'The page may have moved, or the address has a slip in it.',
    retry: false,
  },
  414: {
    title: 'That address is too long',
    text: 'The server reads no address of that length. If you searched for something, search for less of it.',
    retry: false,
  },
  421: {
    title: 'This site has another address',
    text: 'The address names a host or a port that this site does not have. It may be mistyped.',
    retry: false,
  },
  503: {
    title: 'We will be back in a moment',
    text: 'The service cannot be reached just now. If you were logged in, you still are: please try again shortly.',
    retry: true,
  },
}

const UNEXPECTED: ErrorMessage = {
  title: 'Something went wrong on our side',
  text: 'It is not your fault. Please try again; if it happens once more, tell whoever runs this site.',
  retry: true,
}

/**
 * @param status HTTP status of the failed page
 * @param reason why it failed; a person is told what exactly is not allowed, everything else is for programmers
 */
export function errorMessage(status: number | undefined, reason?: string): ErrorMessage {
  const face = FACES[status ?? 500] ?? UNEXPECTED
  return status === 403 && reason ? { ...face, text: reason } : face
}
