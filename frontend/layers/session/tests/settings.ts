import type { SessionSettings } from '../shared/utils/session-settings'

/** The defaults of nuxt.config.ts. */
export const SETTINGS: SessionSettings = {
  apiUrl: '',
  cookiePrefix: '',
  sessionCookie: 'sessionid',
  csrfCookie: 'csrftoken',
  csrfPath: '/api/login-set-cookie/',
  loginPath: '/api/login/',
  logoutPath: '/api/logout/',
  accountPath: '/api/account/',
  loginPage: '/login',
  apiPaths: '/api/**',
  djangoPaths: '/admin/**,/static/**,/robots.txt,/sitemap.xml,/sitemap-*.xml,/feed.atom',
}
