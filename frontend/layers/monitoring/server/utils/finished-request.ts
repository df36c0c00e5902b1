import { ServerResponse } from 'node:http'
import patterns from '#page-patterns'
import type { H3Event } from 'h3'
import { djangoPaths } from '../../../session/server/utils/django-paths'
import { requestPath } from '../../../session/server/utils/logging'
import { createRouteMatcher } from './route-pattern'

/** Low-cardinality labels of a request. */
export interface FinishedRequest {
  method: string
  route: string
  status: number
}

const matchRoute = createRouteMatcher(patterns, djangoPaths())

/** False for requests of this server to itself, such as for an error page. */
export function isExternalRequest(event: H3Event): boolean {
  return event.node.res instanceof ServerResponse
}

/** Calls back when the response is sent, or its connection closes. */
export function onResponseClosed(event: H3Event, callback: (request: FinishedRequest) => void): void {
  const path = requestPath(event)
  event.node.res.once('close', () => {
    callback({ method: event.method, route: matchRoute(path, event.context.matchedRoute?.path), status: event.node.res.statusCode })
  })
}
