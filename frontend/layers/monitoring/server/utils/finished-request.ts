import { ServerResponse } from 'node:http'
import type { H3Event } from 'h3'
import patterns from '#page-patterns'
import { djangoPaths } from '../../../session/server/utils/django-paths'
import { createRouteMatcher } from './route-pattern'

/** Whether somebody outside has asked; a request of this server to itself, such as for an error page, is part of another one. */
export function isExternalRequest(event: H3Event): boolean {
  return event.node.res instanceof ServerResponse
}

/** A request that is over. */
export interface FinishedRequest {
  method: string
  route: string
  status: number
}

const matchRoute = createRouteMatcher(patterns, djangoPaths())

/** The path as the browser sent it, and without the query, which may say what somebody looks for. */
export function requestPath(event: H3Event): string {
  const { originalUrl, url } = event.node.req
  return (originalUrl ?? url ?? '/').split('?')[0] ?? '/'
}

/** Calls `tell` when the answer is sent, or nobody waits for it any more. */
export function onResponseClosed(event: H3Event, tell: (answered: FinishedRequest) => void): void {
  const path = requestPath(event)
  event.node.res.once('close', () => {
    tell({ method: event.method, route: matchRoute(path, event.context.matchedRoute?.path), status: event.node.res.statusCode })
  })
}
