import { createError, defineEventHandler } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { djangoPaths } from '../utils/django-paths'
import { misdirectedTo, parseFrontendOrigin } from '../utils/frontend-origin'
import { parseTrustedProxies, forwardedHeaders } from '../utils/proxy-headers'

/** Health checks use this server's address; Nuxt requests its error page from itself. */
const ANY_HOST = /^\/(?:health\/|__nuxt_error)/

/** Answers 421 to pages under another host or port than the site's. Django checks its own hosts. */
export default defineEventHandler((event) => {
  const target = event.node.req.originalUrl ?? event.path
  if (import.meta.prerender || djangoPaths().isDjango(target) || ANY_HOST.test(target)) return
  const { frontendOrigin, trustedProxies } = useRuntimeConfig().session
  const forwarded = forwardedHeaders(event.node.req, parseTrustedProxies(String(trustedProxies)))
  const origin = misdirectedTo(forwarded, parseFrontendOrigin(frontendOrigin))
  if (origin !== undefined) throw createError({ status: 421, data: { origin } })
})
