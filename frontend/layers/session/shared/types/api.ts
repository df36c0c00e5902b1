import type { paths } from '#api-schema'
import type { FilterKeys, OperationRequestBodyContent, SuccessResponse } from 'openapi-typescript-helpers'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type MethodOf<Path extends keyof paths> = {
  [M in Method]: paths[Path] extends Record<M, { responses: unknown }> ? M : never
}[Method]

type Operation<Path extends keyof paths, M> = paths[Path][M & keyof paths[Path]]

type Parameters<Op, Place extends string> = FilterKeys<FilterKeys<Op, 'parameters'>, Place>

/** What one call sends beside its path; every part is typed by the API's schema. */
export type ApiOptions<Path extends keyof paths, M> = {
  /** Values for the `{placeholders}` of the path. */
  path?: Parameters<Operation<Path, M>, 'path'>
  query?: Parameters<Operation<Path, M>, 'query'>
  headers?: Parameters<Operation<Path, M>, 'header'>
  body?: OperationRequestBodyContent<Operation<Path, M>>
  signal?: AbortSignal
  /** Whether the person is asked to log in again if the session has ended; not for calls that nobody waits for. */
  reauthenticate?: boolean
}

/** What the API answers on success, by its schema. */
export type ApiAnswer<Path extends keyof paths, M extends string = 'get'>
  = Operation<Path, M> extends { responses: infer Answers extends Record<number, unknown> }
    ? SuccessResponse<Answers, 'application/json'>
    : never

/**
 * `$api`: one call to the API with the visitor's session.
 *
 * @throws FetchError on any answer but 2xx, and when none came; `readProblem` tells which
 */
export interface Api {
  <Path extends keyof paths & string>(path: Path, options?: ApiOptions<Path, 'get'>): Promise<ApiAnswer<Path>>
  <Path extends keyof paths & string, M extends Uppercase<MethodOf<Path>>>(
    path: Path, options: { method: M } & ApiOptions<Path, Lowercase<M>>): Promise<ApiAnswer<Path, Lowercase<M>>>
}

/** What an error answer of the API says, or that there was none. */
export interface ApiProblem {
  /** HTTP status; undefined when no answer came (no network, time-out). */
  status: number | undefined
  /**
   * The first error's machine-readable code; `unreachable` when no answer came, `unexpected` when it had another
   * shape, `contract` when the API is not as this layer needs it.
   */
  code: string
  /** What happened, for a person; empty when the API did not say. */
  detail: string
  /** The first message for each field of the request. */
  fields: Record<string, string>
  /** Seconds to wait before trying again, where the API said so. */
  retryAfter: number | undefined
}
