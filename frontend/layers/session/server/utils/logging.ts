import { ServerResponse } from 'node:http'
import type { H3Error, H3Event } from 'h3'
import { clientAddress, parseTrustedProxies, forwardedHeaders } from './proxy-headers'
import { AsyncLocalStorage } from 'node:async_hooks'
import { format } from 'node:util'
import type { TraceHeaders } from './trace-headers'

/** Writes one line about a request, as soon as its answer is sent or nobody waits for it any more. */
export function logRequest(event: H3Event, trustedProxies: string): void {
  const { req, res } = event.node
  // A request of this server to itself, such as for an error page, is part of another one.
  if (!(res instanceof ServerResponse)) return
  // Now: a connection that is closed has no address.
  const trusted = parseTrustedProxies(trustedProxies)
  const address = clientAddress(forwardedHeaders(req, trusted), trusted)
  const path = requestPath(event)
  res.once('close', () => {
    const { statusCode: status, writableFinished } = res
    // Proxies and supervisors ask for ever; that all is well would bury what people did.
    if (path.startsWith('/health/') && status === 200) return
    const { trace, timing } = event.context.session
    const milliseconds = timing.total
    const more = { method: req.method, path, status, milliseconds, address, ...(writableFinished ? {} : { aborted: true }) }
    writeLog('INFO', `${req.method} ${path} ${status} ${milliseconds}ms`, trace, more)
  })
}

/** Writes one line about an error of the server; that something is not found or not allowed is none. */
export function logError(error: Error, event: H3Event): void {
  const { statusCode: status = 500, unhandled = true, cause } = error as Partial<H3Error>
  if (status < 500) return
  // What was thrown on purpose is told by its reason, what was not by where it happened.
  const reason = cause instanceof Error ? cause : error
  writeLog('ERROR', error.message, event.context.session?.trace, {
    method: event.method,
    path: requestPath(event),
    status,
    ...(unhandled || status === 500 ? { stack: reason.stack } : { reason: reasonOf(reason) }),
  })
}

/** As the browser sent it, and without the query, which may say what somebody looks for. */
function requestPath(event: H3Event): string {
  return (event.node.req.originalUrl ?? event.path).split('?')[0] ?? ''
}

function reasonOf(error: Error): string {
  return [error, error.cause].filter(each => each instanceof Error).map(each => each.message).join(': ')
}

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR'

/** The request that is being worked on: what is written meanwhile is about it. */
export const currentRequest = new AsyncLocalStorage<Pick<H3Event, 'context'>>()

/** One line of the log, with the names that Django's have. */
export function formatJsonLine(level: Level, message: string, trace?: TraceHeaders, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    time: new Date().toISOString(),
    level,
    message,
    request_id: trace?.['x-request-id'] ?? null,
    trace_id: trace?.traceparent.split('-')[1] ?? null,
    ...more,
  }) + '\n'
}

/** Writes a line: errors and warnings to standard error, the rest to standard output. */
export function writeLog(level: Level, message: string, trace?: TraceHeaders, more?: Record<string, unknown>): void {
  const stream = level === 'ERROR' || level === 'WARNING' ? process.stderr : process.stdout
  stream.write(formatJsonLine(level, message, trace, more))
}

const METHODS = { debug: 'DEBUG', trace: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const

/** What the log says better itself: Nitro's word about an error, and the router's about an address that is not found. */
const IGNORED_MESSAGES = ['[request error]', '[VUE_ROUTER_R0004]']

/** The query of an address, which may say what somebody looks for. */
const QUERY = /(?<=\/[^\s"'?]*)\?[^\s"']*/g

/** Puts what anybody says through the console into lines of JSON too, whoever wrote the code. */
export function captureConsole(target: Console = console, write: typeof writeLog = writeLog): void {
  for (const [method, level] of Object.entries(METHODS)) {
    target[method as keyof typeof METHODS] = (...words: unknown[]) => {
      if (IGNORED_MESSAGES.some(start => String(words[0]).startsWith(start))) return
      write(level, format(...words).replace(QUERY, ''), currentRequest.getStore()?.context.session?.trace)
    }
  }
}

const FORMATS = ['json', 'plain'] as const

export type LogFormat = typeof FORMATS[number]

/**
 * Reads the setting `NUXT_SESSION_LOG_FORMAT`.
 *
 * @throws Error when it is neither
 */
export function parseLogFormat(setting: unknown): LogFormat {
  const format = FORMATS.find(each => each === setting)
  if (!format) throw new Error(`NUXT_SESSION_LOG_FORMAT is "${String(setting)}": it must be "json" or "plain".`)
  return format
}
