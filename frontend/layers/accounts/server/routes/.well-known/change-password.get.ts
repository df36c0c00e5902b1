import { defineEventHandler, sendRedirect } from 'h3'

/**
 * Leads password managers to the page that changes the password. Not a route rule: those are part of the browser's code.
 *
 * @see https://w3c.github.io/webappsec-change-password-url/
 */
export default defineEventHandler(event => sendRedirect(event, '/account'))
