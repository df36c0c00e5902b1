import { AsyncLocalStorage } from 'node:async_hooks'
import { format } from 'node:util'
import type { H3Event } from 'h3'
import type { TraceHeaders } from '../forwarding/trace-headers'

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR'

/** The request that is being worked on: what is written meanwhile is about it. */
export const currentRequest = new AsyncLocalStorage<Pick<H3Event, 'context'>>()

/** One line of the log, with the names that Django's have. */
export function jsonLine(level: Level, message: string, trace?: TraceHeaders, more: Record<string, unknown> = {}): string {
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
export function writeLine(level: Level, message: string, trace?: TraceHeaders, more?: Record<string, unknown>): void {
  const stream = level === 'ERROR' || level === 'WARNING' ? process.stderr : process.stdout
  stream.write(jsonLine(level, message, trace, more))
}

const METHODS = { debug: 'DEBUG', trace: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const

/** What the log says better itself: Nitro's word about an error, and the router's about an address that is not found. */
const TOLD_ELSEWHERE = ['[request error]', '[VUE_ROUTER_R0004]']

/** The query of an address, which may say what somebody looks for. */
const QUERY = /(?<=\/[^\s"'?]*)\?[^\s"']*/g

/** Puts what anybody says through the console into lines of JSON too, whoever wrote the code. */
export function captureConsole(target: Console = console, write: typeof writeLine = writeLine): void {
  for (const [method, level] of Object.entries(METHODS)) {
    target[method as keyof typeof METHODS] = (...words: unknown[]) => {
      if (TOLD_ELSEWHERE.some(start => String(words[0]).startsWith(start))) return
      write(level, format(...words).replace(QUERY, ''), currentRequest.getStore()?.context.session?.trace)
    }
  }
}
