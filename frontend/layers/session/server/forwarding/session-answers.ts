import { reportContractFault } from '../../app/api/contract-error'
import { cookieNames, type SessionSettings } from '../../shared/contract'

const ENDPOINTS = [
  { method: 'GET', key: 'csrfPath', variable: 'NUXT_PUBLIC_SESSION_CSRF_PATH' },
  { method: 'POST', key: 'loginPath', variable: 'NUXT_PUBLIC_SESSION_LOGIN_PATH' },
  { method: 'POST', key: 'logoutPath', variable: 'NUXT_PUBLIC_SESSION_LOGOUT_PATH' },
  { method: 'GET', key: 'accountPath', variable: 'NUXT_PUBLIC_SESSION_ACCOUNT_PATH' },
] as const

/**
 * Reports an answer on its way to a browser that shows that the session's endpoints, or the CSRF cookie, are not
 * those in the settings: of what browsers find out themselves the server's log would know nothing.
 */
export function checkSessionAnswer(method: string, target: string, { ok, status, headers }: Response, settings: SessionSettings): void {
  const path = target.split('?')[0]
  const endpoint = ENDPOINTS.find(each => each.method === method && settings[each.key] === path)
  if (!endpoint) return
  if ([301, 302, 307, 308, 404, 405].includes(status)) {
    reportContractFault(`${method} ${path} answered ${status}: the API has no such endpoint. ${endpoint.variable} sets the path.`)
  }
  const { csrf } = cookieNames(settings)
  const names = headers.getSetCookie().map(line => line.split('=')[0]!)
  if (ok && endpoint.key === 'csrfPath' && !names.includes(csrf)) {
    reportContractFault(`${method} ${path} set ${names.map(name => `"${name}"`).join(', ') || 'no cookie'}. Expected: "${csrf}", Django's CSRF_COOKIE_NAME; NUXT_PUBLIC_SESSION_COOKIE_PREFIX and NUXT_PUBLIC_SESSION_CSRF_COOKIE name it.`)
  }
}
