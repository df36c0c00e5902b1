import { STATUS_CODES } from 'node:http'
import { defineNitroErrorHandler } from 'nitropack/runtime'

/**
 * Gives a failure the reason phrase of its status before it is answered (RFC 9110, section 15).
 *
 * Nitro would have every failure say "Server Error", also one that is the visitor's.
 */
export default defineNitroErrorHandler((error) => {
  error.statusMessage = STATUS_CODES[error.statusCode] ?? ''
})
