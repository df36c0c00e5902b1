import { AsyncLocalStorage } from 'node:async_hooks'
import { ServerResponse } from 'node:http'
import { format } from 'node:util'
import type { H3Error, H3Event } from 'h3'
import { clientAddress, parseTrustedProxies, forwardedHeaders } from './proxy-headers'
import type { TraceHeaders } from './trace-headers'

type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR'

const FORMATS = ['json', 'plain'] as const
type LogFormat = typeof FORMATS[number]

const CONSOLE_LEVELS = { debug: 'DEBUG', trace: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const

/** Messages of Nitro and the router about what `logError` and `logRequest` log. */
const IGNORED_MESSAGES = ['[request error]', '[VUE_ROUTER_R0004]']

/** Query strings may hold personal data. */
const QUERY = /(?<=\/[^\s"'?]*)\?[^\s"']*/g

/** The request that the current code serves. */
export const currentRequest = new AsyncLocalStorage<Pick<H3Event, 'context'>>()

/**
 * Parses the setting `NUXT_SESSION_LOG_FORMAT`.
 *
 * @throws Error if it is neither `json` nor `plain`
 */
export function parseLogFormat(setting: unknown): LogFormat {
  const format = FORMATS.find(each => each === setting)
  if (!format) throw new Error(`NUXT_SESSION_LOG_FORMAT is "${String(setting)}": it must be "json" or "plain".`)
  return format
}

/** A line of JSON with the field names of Django's log. */
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

/** Replaces the methods of `console`, so that they log JSON too. */
export function captureConsole(target: Console = console, write: typeof writeLog = writeLog): void {
  for (const [method, level] of Object.entries(CONSOLE_LEVELS)) {
    target[method as keyof typeof CONSOLE_LEVELS] = (...args: unknown[]) => {
      if (IGNORED_MESSAGES.some(start => String(args[0]).startsWith(start))) return
      write(level, format(...args).replace(QUERY, ''), currentRequest.getStore()?.context.session?.trace)
    }
  }
}

/** Logs a request when its response is sent or its connection closes. */
export function logRequest(event: H3Event, trustedProxies: string): void {
  const { req, res } = event.node
  // Nuxt requests an error page from itself.
  if (!(res instanceof ServerResponse)) return
  // Before the connection closes: it then has no address.
  const trusted = parseTrustedProxies(trustedProxies)
  const address = clientAddress(forwardedHeaders(req, trusted), trusted)
  const path = requestPath(event)
  res.once('close', () => {
    const { statusCode: status, writableFinished } = res
    if (path.startsWith('/health/') && status === 200) return
    const { trace, timing } = event.context.session
    const milliseconds = timing.total
    const more = { method: req.method, path, status, milliseconds, address, ...(writableFinished ? {} : { aborted: true }) }
    writeLog('INFO', `${req.method} ${path} ${status} ${milliseconds}ms`, trace, more)
  })
}

/** Logs a server error (status 500 and above): with its stack if unexpected, else with its cause. */
export function logError(error: Error, event: H3Event): void {
  const { statusCode: status = 500, unhandled = true, cause } = error as Partial<H3Error>
  if (status < 500) return
  const reason = cause instanceof Error ? cause : error
  writeLog('ERROR', error.message, event.context.session?.trace, {
    method: event.method,
    path: requestPath(event),
    status,
    ...(unhandled || status === 500 ? { stack: reason.stack } : { reason: reasonOf(reason) }),
  })
}

/** The path as the browser sent it, without the query. */
export function requestPath(event: H3Event): string {
  return (event.node.req.originalUrl ?? event.path).split('?')[0] ?? ''
}

/** Writes errors and warnings to stderr, others to stdout. */
function writeLog(level: Level, message: string, trace?: TraceHeaders, more?: Record<string, unknown>): void {
  const stream = level === 'ERROR' || level === 'WARNING' ? process.stderr : process.stdout
  stream.write(formatJsonLine(level, message, trace, more))
}

function reasonOf(error: Error): string {
  return [error, error.cause].filter(each => each instanceof Error).map(each => each.message).join(': ')
}
