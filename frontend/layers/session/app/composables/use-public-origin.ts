/** Origin of the site, such as `https://example.com`, for absolute links. Empty on cached pages. */
export function usePublicOrigin(): string {
  return import.meta.server ? useRequestEvent()!.context.session.publicOrigin : window.location.origin
}
