import { fileURLToPath } from 'node:url'

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
      // Where the Nuxt server reaches the API.
      apiUrl: 'http://127.0.0.1:8000',
      // How long the Nuxt server waits for one answer of the API, in milliseconds.
      timeout: 5000,
      // Networks (CIDR, comma separated) of the reverse proxies in front of Nuxt; empty when browsers reach it directly.
      trustedProxies: '',
      // The origin of the pages as visitors see it; empty for the host that each request names.
      frontendOrigin: '',
      // What the server writes to its log: 'json' for programs, 'plain' for people.
      logFormat: 'plain',
    },
    public: {
      session: {
        // Where browsers reach the API; empty for the page's own origin.
        apiUrl: '',
        // What the names of Django's cookies begin with: '__Host-', '__Secure-', or nothing over plain HTTP.
        cookiePrefix: '',
        // Django's SESSION_COOKIE_NAME and CSRF_COOKIE_NAME, without that prefix.
        sessionCookie: 'sessionid',
        csrfCookie: 'csrftoken',
        // The session's endpoints of the API, and the application's own log-in page.
        csrfPath: '/api/login-set-cookie/',
        loginPath: '/api/login/',
        logoutPath: '/api/logout/',
        accountPath: '/api/account/',
        loginPage: '/login',
        // What is passed on to Django, comma separated: the API, which always answers JSON, and all else.
        // `/**` stands for whatever is below a path, `*` for a part of a name.
        apiPaths: '/api/**',
        djangoPaths: '/admin/**,/static/**,/robots.txt,/sitemap.xml,/sitemap-*.xml,/feed.atom',
      },
    },
  },

  vite: {
    // Nuxt imports unctx by its name and by its path, and bundles only the latter: chance decided which came first.
    resolve: { alias: [{ find: /^.+[\\/]node_modules[\\/]unctx[\\/]dist[\\/]index\.mjs$/, replacement: 'unctx' }] },
  },

  hooks: {
    // Nuxt's handler answers with a page; Nitro's, the last, would let caches keep what it says.
    'nitro:init': ({ options }) => {
      const [page = [], ...nitro] = [options.errorHandler ?? []].flat()
      options.errorHandler = [errorHandler('reason-phrase-handler'), page, errorHandler('json-error-handler'), nitro].flat()
    },
  },
})
