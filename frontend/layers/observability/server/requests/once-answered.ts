import patterns from '#page-patterns'
import type { H3Event } from 'h3'
import { djangoPaths } from '../../../session/server/forwarding/django-paths'
import { createRouteOf } from './route-of'

/** A request that is over. */
export interface Answered {
  method: string
  route: string
  status: number
}

const routeOf = createRouteOf(patterns, djangoPaths())

/** The path as the browser sent it, and without the query, which may say what somebody looks for. */
export function pathOf(event: H3Event): string {
  const { originalUrl, url } = event.node.req
  return (originalUrl ?? url ?? '/').split('?')[0] ?? '/'
}

/** Calls `tell` when the answer is sent, or nobody waits for it any more. */
export function onceAnswered(event: H3Event, tell: (answered: Answered) => void): void {
  const path = pathOf(event)
  event.node.res.once('close', () => {
    tell({ method: event.method, route: routeOf(path, event.context.matchedRoute?.path), status: event.node.res.statusCode })
  })
}
