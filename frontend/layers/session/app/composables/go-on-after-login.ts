import { isDjangoPath } from '../../shared/contract'
import { safeRedirectTarget } from '../identity/redirect-target'

/**
 * Leads a logged-in person to where they wanted to go.
 *
 * @param wanted the `redirect` query parameter, as it came from the address bar
 * @param loginPath the path of the log-in page
 */
export function goOnAfterLogin(wanted: unknown, loginPath = '/login') {
  const target = safeRedirectTarget(wanted, loginPath)
  return navigateTo(target, { external: isDjangoPath(target) })
}
