/** Says of a prerendered page that it is one, and not when it was made: each build would be another. */
export default defineNuxtPlugin(({ payload }) => {
  if (import.meta.prerender) payload.prerenderedAt = 1
})
