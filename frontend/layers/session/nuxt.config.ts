import { fileURLToPath } from 'node:url'
// The route rule `form`.
import type {} from './shared/types/route-rules'

function errorHandler(name: string): string {
  return fileURLToPath(new URL(`server/utils/${name}.ts`, import.meta.url))
}

export default defineNuxtConfig({
  modules: ['@pinia/nuxt'],

  imports: {
    dirs: ['stores'],
  },

  runtimeConfig: {
    session: {
      // Origin of the API, for the Nuxt server.
      apiUrl: 'http://127.0.0.1:8000',
      // Timeout of the Nuxt server's calls to the API, in milliseconds.
      timeout: 5000,
      // Networks of the reverse proxies before Nuxt (CIDR, comma-separated); empty for none.
      trustedProxies: '',
      // Public origin of the pages; empty for the host of each request.
      frontendOrigin: '',
      // 'json' or 'plain'.
      logFormat: 'plain',
    },
    public: {
      session: {
        // Origin of the API, for browsers; empty for the page's own.
        apiUrl: '',
        // Prefix of Django's cookies: '__Host-', '__Secure-', or empty over plain HTTP.
        cookiePrefix: '',
        // Django's SESSION_COOKIE_NAME and CSRF_COOKIE_NAME, without the prefix.
        sessionCookie: 'sessionid',
        csrfCookie: 'csrftoken',
        // The session's endpoints of the API, and the application's log-in page.
        csrfPath: '/api/login-set-cookie/',
        loginPath: '/api/login/',
        logoutPath: '/api/logout/',
        accountPath: '/api/account/',
        loginPage: '/login',
        // Paths that are proxied to Django: the API (JSON) and the others. Comma-separated; `/**` matches
        // subpaths, `*` part of a segment.
        apiPaths: '/api/**',
        djangoPaths: '/admin/**,/static/**,/outbox/**,/robots.txt,/sitemap.xml,/sitemap-*.xml,/feed.atom',
      },
    },
  },

  vite: {
    // Nuxt imports unctx by name and by path; without the alias the build is not reproducible.
    resolve: { alias: [{ find: /^.+[\\/]node_modules[\\/]unctx[\\/]dist[\\/]index\.mjs$/, replacement: 'unctx' }] },
  },

  hooks: {
    // Nuxt's handler renders the error page; Nitro's would allow caches to store its response.
    'nitro:init': ({ options }) => {
      const [page = [], ...nitro] = [options.errorHandler ?? []].flat()
      options.errorHandler = [errorHandler('reason-phrase-handler'), page, errorHandler('json-error-handler'), nitro].flat()
    },
  },
})
