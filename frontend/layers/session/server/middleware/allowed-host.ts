import { createError, defineEventHandler } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { djangoPaths } from '../utils/django-paths'
import { misdirectedTo, parseFrontendOrigin } from '../utils/frontend-origin'
import { parseTrustedProxies, forwardedHeaders } from '../utils/proxy-headers'

/** Health checks come by the address of this server. Nuxt asks itself for the error page of a request that was refused here. */
const ANY_HOST = /^\/(?:health\/|__nuxt_error)/

/** Refuses pages under another host or port than the site's, which links and canonical addresses would repeat. */
export default defineEventHandler((event) => {
  const target = event.node.req.originalUrl ?? event.path
  // Django looks at the host itself.
  if (import.meta.prerender || djangoPaths().isDjango(target) || ANY_HOST.test(target)) return
  const { frontendOrigin, trustedProxies } = useRuntimeConfig().session
  const visitor = forwardedHeaders(event.node.req, parseTrustedProxies(String(trustedProxies)))
  const origin = misdirectedTo(visitor, parseFrontendOrigin(frontendOrigin))
  if (origin !== undefined) throw createError({ status: 421, data: { origin } })
})
