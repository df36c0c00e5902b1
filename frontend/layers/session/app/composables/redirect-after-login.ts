import { createDjangoPaths } from '../../shared/utils/django-paths'
import { safeRedirectTarget } from '../utils/login-redirect'

/**
 * Navigates to the page that was requested before log-in.
 *
 * @param requested `redirect` query parameter, untrusted
 * @param loginPage path of the log-in page; by default the setting
 */
export function redirectAfterLogin(requested: unknown, loginPage?: string) {
  const { session: settings } = useRuntimeConfig().public
  const target = safeRedirectTarget(requested, loginPage ?? settings.loginPage)
  return navigateTo(target, { external: createDjangoPaths(settings).isDjango(target) })
}
