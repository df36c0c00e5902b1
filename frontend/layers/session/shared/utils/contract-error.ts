/** The API does not answer as this layer needs it: a bug or a wrong setting, not an outage. */
export class ContractError extends Error {
  override name = 'ContractError'
}

const MESSAGE_IN_PRODUCTION = 'This site and its API do not fit together: please tell its operator.'

/** Logs the error on the server, and in development in the browser's console. */
export function reportContractError(message: string): void {
  if (import.meta.server || import.meta.dev) console.error(`The API breaks the contract of the session layer: ${message}`)
}

/**
 * Logs and returns a ContractError. In production its message has no details.
 *
 * @param describe returns what was requested, received and expected; false keeps the text out of the browser's bundle
 */
export function contractError(describe: false | (() => string)): Error {
  if (!describe) return new TypeError('The API breaks the contract.')
  const message = describe()
  reportContractError(message)
  return new ContractError(import.meta.dev ? message : MESSAGE_IN_PRODUCTION)
}

/** The ContractError in an error or its causes. */
export function findContractError(error: unknown): ContractError | undefined {
  if (!import.meta.server && !import.meta.dev) return
  if (error instanceof ContractError) return error
  return error instanceof Error && error.cause !== undefined ? findContractError(error.cause) : undefined
}
