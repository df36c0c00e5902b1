import { randomBytes } from 'node:crypto'
import prerenderedScripts from '#prerendered-scripts'
import { setResponseHeader, type H3Event } from 'h3'
import { defineNitroPlugin, getRouteRules, useRuntimeConfig } from 'nitropack/runtime'
import { djangoPaths } from '../../../session/server/utils/django-paths'
import { securityHeaders, findHstsError } from '../utils/security-headers'
import { EMPTY_POLICY, pagePolicy } from '../utils/content-security-policy'
import { addNonce, hashScripts, policyMetaTag } from '../utils/inline-scripts'

const POLICY = 'Content-Security-Policy'

/** Nitro's policy of JSON errors; ours is stricter. */
const NITRO_POLICY = 'script-src \'none\'; frame-ancestors \'none\';'

/**
 * Adds security headers to every response, and a Content-Security-Policy to each page.
 *
 * A visitor's page marks its scripts with a nonce; prerendered, cached and client-rendered pages list hashes. Only
 * tags that Nuxt adds around the application get one, so a script injected into the application's HTML does not run.
 */
export default defineNitroPlugin(({ hooks }) => {
  const { security: { hsts }, public: { session: { apiUrl: api } } } = useRuntimeConfig()
  const error = findHstsError(hsts)
  if (error) throw new Error(error)

  hooks.hook('request', event => beforeHeadersSent(event, () => {
    const { https } = event.context.session
    if (event.node.res.getHeader(POLICY) === NITRO_POLICY) setResponseHeader(event, POLICY, EMPTY_POLICY)
    setMissingHeaders(event, { [POLICY]: policyOfOtherResponses(event, api), ...securityHeaders({ https, hsts }) })
  }))

  hooks.hook('render:html', (html, { event }) => {
    const { shared, https } = event.context.session
    // Before Nitro sets its own on an error page.
    setMissingHeaders(event, securityHeaders())
    if (isErrorOverlay(event)) return
    if (shared || getRouteRules(event).ssr === false) {
      const scripts = [`'self'`, ...[html.head, html.bodyAppend].flat().flatMap(hashScripts)]
      // Caches serve a shared page over HTTP and HTTPS.
      setResponseHeader(event, POLICY, pagePolicy({ scripts, api, https: https && !shared }))
      if (import.meta.prerender) html.head.unshift(policyMetaTag(scripts))
    }
    else {
      const nonce = randomBytes(16).toString('base64')
      html.head = html.head.map(tags => addNonce(tags, nonce))
      html.bodyAppend = html.bodyAppend.map(tags => addNonce(tags, nonce))
      setResponseHeader(event, POLICY, pagePolicy({ scripts: [`'nonce-${nonce}'`, `'strict-dynamic'`], api, https }))
    }
  })

  hooks.hook('render:response', ({ headers }) => {
    delete headers?.['x-powered-by']
  })
})

/** Nuxt's error overlay, in development, has scripts and a frame of its own. */
function isErrorOverlay(event: H3Event): boolean {
  return import.meta.dev && event.path.startsWith('/__nuxt_error')
}

/** Keeps headers that a response sets itself, as Django's do. */
function setMissingHeaders(event: H3Event, headers: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value && !event.node.res.hasHeader(name)) setResponseHeader(event, name, value)
  }
}

/** Policy of a response that is not rendered by Nuxt; undefined for Django's, except the API. */
function policyOfOtherResponses({ node: { req, res }, context }: H3Event, api: string): string | undefined {
  const path = req.originalUrl ?? req.url ?? ''
  // A browser would apply the headers of a 304 to the page in its cache.
  if (res.statusCode === 304 || (djangoPaths().isDjango(path) && !djangoPaths().isApi(path))) return
  if (import.meta.dev && res.statusCode >= 400) return
  const isPrerendered = res.statusCode === 200 && String(res.getHeader('Content-Type')).startsWith('text/html')
  if (!isPrerendered) return EMPTY_POLICY
  return pagePolicy({ scripts: [`'self'`, ...prerenderedScripts], api, https: context.session.https })
}

/** Calls back before the headers are sent, after everything else has set its own. */
function beforeHeadersSent({ node: { res } }: H3Event, callback: () => void): void {
  const { writeHead } = res
  res.writeHead = ((...args: Parameters<typeof writeHead>) => {
    if (!res.headersSent) callback()
    return writeHead.apply(res, args)
  }) as typeof writeHead
}
