/** Replaces the time in the payload of prerendered pages by a constant, for reproducible builds. */
export default defineNuxtPlugin(({ payload }) => {
  if (import.meta.prerender) payload.prerenderedAt = 1
})
