/**
 * Whether a page of this site has sent the request. Browsers send `Sec-Fetch-Site` to HTTPS and localhost, `Origin` with
 * every POST.
 *
 * @param publicOrigin origin of the site
 */
export function isSameOrigin(headers: Headers, publicOrigin: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  return publicOrigin !== '' && headers.get('origin') === publicOrigin
}
