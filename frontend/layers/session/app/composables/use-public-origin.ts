/** The site's address as visitors see it, such as `https://example.com`: for links that leave the site. */
export function usePublicOrigin(): string {
  return import.meta.server ? useRequestEvent()!.context.session.publicOrigin : window.location.origin
}
