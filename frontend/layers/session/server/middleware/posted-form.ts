import { createError, defineEventHandler } from 'h3'
import { getRouteRules } from 'nitropack/runtime'
import type {} from '../../shared/types/route-rules'
import { readRequestBody } from '../utils/django-proxy'
import { isSameOrigin } from '../utils/same-origin'

const NOT_OURS = 'The form was not sent from a page of this site. Please open the page and try again.'

/** Reads a form that a page of this site has posted; the page submits it while it is rendered (`useForm`). */
export default defineEventHandler(async (event) => {
  if (event.method !== 'POST' || !getRouteRules(event).form) return
  if (!isSameOrigin(event.headers, event.context.session.publicOrigin)) throw createError({ status: 403, message: NOT_OURS })
  const type = event.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) throw createError({ status: 415 })
  const body = await readRequestBody(event.node.req)
  if (body === 'too large') throw createError({ status: 413 })
  event.context.session.form = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)))
})
