// Made once, for it is dear and a page shows many dates. It says the same words on the server and in every browser,
// whatever its time zone and language.
const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** A moment as a day, such as `1 November 2026`. */
export function formatDate(moment: string): string {
  return FORMAT.format(new Date(moment))
}
