import { createDjangoPaths } from '../../shared/django-paths'
import { safeRedirectTarget } from '../identity/redirect-target'

/**
 * Leads a logged-in person to where they wanted to go.
 *
 * @param wanted the `redirect` query parameter, as it came from the address bar
 * @param loginPage the path of the log-in page
 */
export function goOnAfterLogin(wanted: unknown, loginPage?: string) {
  const { session: settings } = useRuntimeConfig().public
  const target = safeRedirectTarget(wanted, loginPage ?? settings.loginPage)
  return navigateTo(target, { external: createDjangoPaths(settings).isDjango(target) })
}
