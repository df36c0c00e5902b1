import { createFetch, type FetchContext, type FetchResponse } from 'ofetch'
import { contractError } from '../../shared/utils/contract-error'
import type { Transport } from '../../shared/types/session'
import type { Api } from '../../shared/types/api'

interface CallOptions {
  method?: string
  path?: Record<string, string | number>
  query?: Record<string, unknown>
  headers?: Record<string, string>
  body?: Record<string, unknown>
  signal?: AbortSignal
  reauthenticate?: boolean
}

/**
 * Creates `$api`, a typed `$fetch` for the API. It never retries.
 *
 * @param baseUrl origin of the API
 * @param send sends each request
 */
export function createApi(baseUrl: string, send: Transport['send']): Api {
  const request = createFetch({
    fetch: (input, init) => send(input as string, init),
    defaults: { baseURL: baseUrl, retry: 0, headers: { Accept: 'application/json' }, onResponse: requireJson },
  })
  const api = (path: string, { path: values = {}, ...options }: CallOptions = {}) =>
    request(fillPlaceholders(path, values), options)
  return api as Api
}

/** A proxy on the way may answer 200 with an HTML page. */
function requireJson({ request, options, response }: FetchContext & { response: FetchResponse<unknown> }): void {
  if (!response.ok || response._data === undefined) return
  const type = response.headers.get('content-type') ?? ''
  // ofetch leaves a body that it cannot parse as a string.
  if (/\bjson\b/i.test(type) && typeof response._data !== 'string') return
  throw contractError((import.meta.server || import.meta.dev) && (() =>
    `${options.method ?? 'GET'} ${new URL(String(request)).pathname} answered ${response.status} with something other than JSON `
    + `(Content-Type: ${type || 'none'}). Expected: JSON.`))
}

function fillPlaceholders(path: string, values: Record<string, string | number>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new TypeError(`${path} needs a value for {${name}}.`)
    return encodeURIComponent(value)
  })
}
