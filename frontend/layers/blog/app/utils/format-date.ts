// Created once: a formatter is slow to create, and a page shows many dates. Its locale and time zone are fixed, so that
// server and browser render the same text.
const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** Formats an ISO date, such as `1 November 2026`. */
export function formatDate(date: string): string {
  return FORMAT.format(new Date(date))
}
