/** The text of the error page. */
export interface ErrorMessage {
  title: string
  text: string
  /** Whether a retry may help. */
  retry: boolean
}

const MESSAGES: Record<number, ErrorMessage> = {
  400: {
    title: 'That address does not work',
    text: 'The server could not read the request. Check the address, or go to the home page.',
    retry: false,
  },
  403: {
    title: 'You cannot open this page',
    text: 'Your account does not have permission to do that.',
    retry: false,
  },
  404: {
    title: 'Page not found',
    text: 'The page may have moved, or the address may be mistyped.',
    retry: false,
  },
  414: {
    title: 'That address is too long',
    text: 'The server does not accept an address of that length. If you searched for something, use fewer words.',
    retry: false,
  },
  421: {
    title: 'This site has another address',
    text: 'This site does not use that host or port. The address may be mistyped.',
    retry: false,
  },
  503: {
    title: 'We will be back soon',
    text: 'The service cannot be reached at the moment. If you were logged in, you still are. Please try again shortly.',
    retry: true,
  },
}

const UNEXPECTED: ErrorMessage = {
  title: 'Something went wrong on our side',
  text: 'Please try again. If it happens again, contact this site’s administrator.',
  retry: true,
}

/**
 * The message for a failed page.
 *
 * @param status the HTTP status
 * @param reason the error's own message, which is shown for 403 only: others are for developers
 */
export function errorMessage(status: number | undefined, reason?: string): ErrorMessage {
  const message = MESSAGES[status ?? 500] ?? UNEXPECTED
  return status === 403 && reason ? { ...message, text: reason } : message
}
