import { SETTINGS_PATH, type SessionSettings } from '../../shared/contract'

/** How long a page waits to hear its server's settings before it goes by those of its build, in milliseconds. */
const PATIENCE = 5_000

/**
 * The settings that hold for this page in this browser.
 *
 * A prerendered page is a file: it knows the settings of its build, and the server that it comes from has
 * its own. Every other page was told by that server already.
 *
 * @param built the settings that the page came with
 * @param prerendered whether it was made at build time
 */
export async function readBrowserSettings(built: SessionSettings, prerendered: boolean): Promise<SessionSettings> {
  if (!prerendered) return built
  try {
    return await $fetch<SessionSettings>(SETTINGS_PATH, { timeout: PATIENCE, retry: 0 })
  }
  catch {
    // Where files alone are served, there is nobody who knows better.
    return built
  }
}
