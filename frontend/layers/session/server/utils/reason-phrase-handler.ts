import { STATUS_CODES } from 'node:http'
import { defineNitroErrorHandler } from 'nitropack/runtime'

/** Sets the reason phrase of the status (RFC 9110, section 15); Nitro's default is always "Server Error". */
export default defineNitroErrorHandler((error) => {
  error.statusMessage = STATUS_CODES[error.statusCode] ?? ''
})
