import { expect, test } from 'vitest'
import { captureConsole, currentRequest, formatJsonLine, parseLogFormat } from '../server/utils/logging'

const TRACE = { 'traceparent': '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'x-request-id': 'a1b2c3d4-e5' }

test('an entry is one line of JSON', () => {
  const line = formatJsonLine('ERROR', 'two\nlines "quoted"', TRACE, { status: 500 })

  expect(line.match(/\n/g)).toHaveLength(1)
  expect(JSON.parse(line)).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: 'ERROR',
    message: 'two\nlines "quoted"',
    request_id: 'a1b2c3d4-e5',
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    status: 500,
  })
})

test('an entry may have no request', () => {
  expect(JSON.parse(formatJsonLine('INFO', 'Listening'))).toMatchObject({ request_id: null, trace_id: null })
})

test('it captures the console with request ids', () => {
  const written: unknown[][] = []
  const target = {} as Console
  captureConsole(target, (...line) => written.push(line))

  target.log('Listening on %s', 'http://127.0.0.1:3000')
  currentRequest.run({ context: { session: { trace: TRACE } } } as never, () => target.warn('odd', { a: 1 }))
  target.info('No answer from "http://a.example/posts?q=secret", is it there? Perhaps.')
  target.error('[request error] [unhandled] [GET] http://a.example/?q=secret\n', new Error('logged elsewhere'))

  expect(written).toEqual([
    ['INFO', 'Listening on http://127.0.0.1:3000', undefined],
    ['WARNING', 'odd { a: 1 }', TRACE],
    ['INFO', 'No answer from "http://a.example/posts", is it there? Perhaps.', undefined],
  ])
})

test('it parses the format', () => {
  expect(parseLogFormat('json')).toBe('json')
  expect(parseLogFormat('plain')).toBe('plain')
  expect(() => parseLogFormat('xml')).toThrow('NUXT_SESSION_LOG_FORMAT is "xml": it must be "json" or "plain".')
})
