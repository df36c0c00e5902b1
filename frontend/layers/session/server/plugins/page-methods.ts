import { defineNitroPlugin, getRouteRules } from 'nitropack/runtime'
import type {} from '../../shared/types/route-rules'
import { assertReadMethod } from '../utils/assert-read-method'

/** Answers 405 to other methods than GET and HEAD on pages, except to a form (server/middleware/posted-form.ts). */
export default defineNitroPlugin(({ hooks }) => {
  hooks.hook('render:before', ({ event }) => {
    if (!event.context.session.form) assertReadMethod(event, getRouteRules(event).form)
  })

  // Vue's redirects answer 302, after which some clients repeat the POST.
  hooks.hook('render:response', (response, { event }) => {
    if (event.context.session.form && response.statusCode === 302) response.statusCode = 303
  })
})
