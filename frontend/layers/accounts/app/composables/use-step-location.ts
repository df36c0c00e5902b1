import { safeRedirectTarget } from '../../../session/app/utils/login-redirect'

/**
 * For links between the pages of log-in and sign-up.
 *
 * @returns a function that adds the page wanted afterwards (`redirect`) to a path
 */
export function useStepLocation() {
  const route = useRoute()
  return (path: string, query: Record<string, string> = {}) => {
    const redirect = safeRedirectTarget(route.query.redirect, path)
    return { path, query: { ...redirect !== '/' && { redirect }, ...query } }
  }
}
