/** The id in a post's address; anything else than a number is the address of nothing. */
export function readPostId(text: unknown): number {
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) {
    throw createError({ status: 404, message: 'Post not found.', fatal: import.meta.client })
  }
  return Number(text)
}
