import { randomBytes } from 'node:crypto'
import prerenderedScripts from '#prerendered-scripts'
import { setResponseHeader, type H3Event } from 'h3'
import { defineNitroPlugin, getRouteRules, useRuntimeConfig } from 'nitropack/runtime'
import { djangoPaths } from '../../../session/server/utils/django-paths'
import { securityHeaders, findHstsError } from '../utils/security-headers'
import { NOTHING, pagePolicy } from '../utils/content-security-policy'
import { addNonce, hashScripts, policyMetaTag } from '../utils/inline-scripts'

const POLICY = 'Content-Security-Policy'

/** What Nitro says of an error that is no page; ours lets less through. */
const NITRO_POLICY = 'script-src \'none\'; frame-ancestors \'none\';'

/**
 * Gives every answer its security headers, and each page a policy that knows its scripts.
 *
 * A page made for one visitor marks its scripts with a nonce. One that is the same for everyone cannot have
 * any: its scripts are known by their hashes. Only what Nuxt writes around the application is marked, so
 * a script that got into the application's own HTML does not run.
 */
export default defineNitroPlugin(({ hooks }) => {
  const { security: { hsts }, public: { session: { apiUrl: api } } } = useRuntimeConfig()
  const fault = findHstsError(hsts)
  if (fault) throw new Error(fault)

  hooks.hook('request', event => beforeHeadersSent(event, () => {
    const { https } = event.context.session
    if (event.node.res.getHeader(POLICY) === NITRO_POLICY) setResponseHeader(event, POLICY, NOTHING)
    setMissingHeaders(event, { [POLICY]: policyOfOtherResponses(event, api), ...securityHeaders({ https, hsts }) })
  }))

  hooks.hook('render:html', (html, { event }) => {
    const { shared, https } = event.context.session
    // Before an error page gets Nitro's.
    setMissingHeaders(event, securityHeaders())
    if (isErrorOverlay(event)) return
    if (shared || getRouteRules(event).ssr === false) {
      const scripts = [`'self'`, ...[html.head, html.bodyAppend].flat().flatMap(hashScripts)]
      // What is kept is given to visitors of either scheme.
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

/** While someone works on the code, Nuxt lays its own view of an error over the page, scripts and frame and all. */
function isErrorOverlay(event: H3Event): boolean {
  return import.meta.dev && event.path.startsWith('/__nuxt_error')
}

/** What an answer says itself, as Django's do, is its own affair. */
function setMissingHeaders(event: H3Event, headers: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value && !event.node.res.hasHeader(name)) setResponseHeader(event, name, value)
  }
}

/** The policy of an answer that no page was rendered for; none where that is not ours to say. */
function policyOfOtherResponses({ node: { req, res }, context }: H3Event, api: string): string | undefined {
  const path = req.originalUrl ?? req.url ?? ''
  // With this status a browser keeps what it has, and would take a new policy for its old page.
  if (res.statusCode === 304 || (djangoPaths().isDjango(path) && !djangoPaths().isApi(path))) return
  if (import.meta.dev && res.statusCode >= 400) return
  const isFile = res.statusCode === 200 && String(res.getHeader('Content-Type')).startsWith('text/html')
  if (!isFile) return NOTHING
  return pagePolicy({ scripts: [`'self'`, ...prerenderedScripts], api, https: context.session.https })
}

/** Calls back when everything else about an answer is settled, whoever made it. */
function beforeHeadersSent({ node: { res } }: H3Event, complete: () => void): void {
  const { writeHead } = res
  res.writeHead = ((...parts: Parameters<typeof writeHead>) => {
    if (!res.headersSent) complete()
    return writeHead.apply(res, parts)
  }) as typeof writeHead
}
