/** What an answer says that is for one visitor alone: that nobody may keep it. */
export const PRIVATE_HEADERS = { 'Cache-Control': 'private, no-store', 'Vary': 'Cookie' } as const
