/** The API's base URLs: as the Nuxt server reaches it, and as browsers do. */
export interface BaseUrls {
  server: string
  browser: string
}

/**
 * What is wrong with the configured base URLs, in words that say which setting to mend.
 *
 * @returns one sentence for each fault; empty when both can be used
 */
export function findBaseUrlFaults({ server, browser }: BaseUrls): string[] {
  const faults: string[] = []
  if (!isOrigin(server)) {
    faults.push(`NUXT_SESSION_API_URL is "${server}": it must be the API's origin as this server reaches it, such as http://127.0.0.1:8000.`)
  }
  if (browser !== '' && !isOrigin(browser)) {
    faults.push(`NUXT_PUBLIC_SESSION_API_URL is "${browser}": it must be empty (the page's own origin) or the API's origin as browsers reach it, such as https://api.example.com.`)
  }
  return faults
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return ['http:', 'https:'].includes(url.protocol) && url.origin === value.replace(/\/$/, '')
}
