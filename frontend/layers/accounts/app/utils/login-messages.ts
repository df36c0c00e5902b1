/** Why a page of this layer leads to the log-in page: `reason` in its query string. */
const LOGIN_MESSAGES = {
  'password-changed': 'Your password has been changed. Log in with the new one.',
  'address-confirmed': 'Your e-mail address is confirmed. You can log in now.',
  'address-restored': 'Your former address is back, and all devices are logged out. '
    + 'We have sent you a mail to choose a new password.',
}

/** A reason of `LOGIN_MESSAGES`. */
type LoginMessage = keyof typeof LOGIN_MESSAGES

/**
 * @param reason from the query string, untrusted
 * @returns the message, undefined for a reason that is not one of ours
 */
export function loginMessage(reason: unknown): string | undefined {
  return typeof reason === 'string' && Object.hasOwn(LOGIN_MESSAGES, reason) ? LOGIN_MESSAGES[reason as LoginMessage] : undefined
}
