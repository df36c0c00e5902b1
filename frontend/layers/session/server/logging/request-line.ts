import { ServerResponse } from 'node:http'
import type { H3Error, H3Event } from 'h3'
import { parseTrustedProxies } from '../forwarding/trusted-proxies'
import { clientAddress, visitorHeaders } from '../forwarding/visitor-headers'
import { writeLine } from './json-log'

/** Writes one line about a request, as soon as its answer is sent or nobody waits for it any more. */
export function logWhenAnswered(event: H3Event, trustedProxies: string): void {
  const { req, res } = event.node
  // A request of this server to itself, such as for an error page, is part of another one.
  if (!(res instanceof ServerResponse)) return
  // Now: a connection that is closed has no address.
  const trusted = parseTrustedProxies(trustedProxies)
  const address = clientAddress(visitorHeaders(req, trusted), trusted)
  const path = pathOf(event)
  res.once('close', () => {
    const { statusCode: status, writableFinished } = res
    // Proxies and supervisors ask for ever; that all is well would bury what people did.
    if (path.startsWith('/health/') && status === 200) return
    const { trace, timing } = event.context.session
    const milliseconds = timing.total
    const more = { method: req.method, path, status, milliseconds, address, ...(writableFinished ? {} : { aborted: true }) }
    writeLine('INFO', `${req.method} ${path} ${status} ${milliseconds}ms`, trace, more)
  })
}

/** Writes one line about an error of the server; that something is not found or not allowed is none. */
export function logError(error: Error, event: H3Event): void {
  const { statusCode: status = 500, unhandled = true, cause } = error as Partial<H3Error>
  if (status < 500) return
  // What was thrown on purpose is told by its reason, what was not by where it happened.
  const reason = cause instanceof Error ? cause : error
  writeLine('ERROR', error.message, event.context.session?.trace, {
    method: event.method,
    path: pathOf(event),
    status,
    ...(unhandled || status === 500 ? { stack: reason.stack } : { reason: reasonOf(reason) }),
  })
}

/** As the browser sent it, and without the query, which may say what somebody looks for. */
function pathOf(event: H3Event): string {
  return (event.node.req.originalUrl ?? event.path).split('?')[0] ?? ''
}

function reasonOf(error: Error): string {
  return [error, error.cause].filter(each => each instanceof Error).map(each => each.message).join(': ')
}
