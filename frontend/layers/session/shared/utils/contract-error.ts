/** The API does not keep to what this layer expects of it: a mistake in a setting or in the API, and no outage. */
export class ContractError extends Error {
  override name = 'ContractError'
}

/** What people who cannot mend it are told. */
const FOR_VISITORS = 'This site and its API do not fit together: please tell its operator.'

/** Says what is wrong where developers look: in the server's log, and in development in the browser's console. */
export function reportContractError(sentence: string): void {
  if (import.meta.server || import.meta.dev) console.error(`The API breaks the contract of the session layer: ${sentence}`)
}

/**
 * Reports the fault and makes the error; its message is for the person at the browser.
 *
 * @param describe says what was asked, what came back, and what ought to have come; a browser that nobody develops in is
 *   not told, so callers keep the words out of its code
 */
export function contractError(describe: false | (() => string)): Error {
  if (!describe) return new TypeError('The API breaks the contract.')
  const sentence = describe()
  reportContractError(sentence)
  return new ContractError(import.meta.dev ? sentence : FOR_VISITORS)
}

/** The contract error in what was thrown, or what that was caused by: `$fetch` wraps it. */
export function findContractError(error: unknown): ContractError | undefined {
  if (!import.meta.server && !import.meta.dev) return
  if (error instanceof ContractError) return error
  return error instanceof Error && error.cause !== undefined ? findContractError(error.cause) : undefined
}
