import { SETTINGS_PATH } from '../../shared/contract'

/** How long a page waits to hear where the API is before it goes by what it was built with, in milliseconds. */
const PATIENCE = 5_000

/**
 * Where this page's browser reaches the API; empty for the page's own origin.
 *
 * A prerendered page is a file: it knows the settings of its build, and the server that it comes from has
 * its own. Every other page was told by that server already.
 *
 * @param built the address that the page came with
 * @param prerendered whether it was made at build time
 */
export async function readBrowserApiUrl(built: string, prerendered: boolean): Promise<string> {
  if (!prerendered) return built
  try {
    const { apiUrl } = await $fetch<{ apiUrl: string }>(SETTINGS_PATH, { timeout: PATIENCE, retry: 0 })
    return apiUrl
  }
  catch {
    // Where files alone are served, there is nobody who knows better.
    return built
  }
}
