import type { paths } from '#api-schema'
import type { FilterKeys, OperationRequestBodyContent, SuccessResponse } from 'openapi-typescript-helpers'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type MethodOf<Path extends keyof paths> = {
  [M in Method]: paths[Path] extends Record<M, { responses: unknown }> ? M : never
}[Method]

type Operation<Path extends keyof paths, M> = paths[Path][M & keyof paths[Path]]

type Parameters<Op, Place extends string> = FilterKeys<FilterKeys<Op, 'parameters'>, Place>

/** Options of one call, typed by the API's schema. */
export type ApiOptions<Path extends keyof paths, M> = {
  /** Values for the `{placeholders}` of the path. */
  path?: Parameters<Operation<Path, M>, 'path'>
  query?: Parameters<Operation<Path, M>, 'query'>
  headers?: Parameters<Operation<Path, M>, 'header'>
  body?: OperationRequestBodyContent<Operation<Path, M>>
  signal?: AbortSignal
  /** Whether to ask for a log-in if the session has ended; false for background calls. Default: true. */
  reauthenticate?: boolean
}

/** Body of a 2xx response, by the API's schema. */
export type ApiResponse<Path extends keyof paths, M extends string = 'get'>
  = Operation<Path, M> extends { responses: infer Answers extends Record<number, unknown> }
    ? SuccessResponse<Answers, 'application/json'>
    : never

/**
 * `$api`: calls the API with the visitor's session.
 *
 * @throws FetchError for other than 2xx, and without a response; `readProblem` reads it
 */
export interface Api {
  <Path extends keyof paths & string>(path: Path, options?: ApiOptions<Path, 'get'>): Promise<ApiResponse<Path>>
  <Path extends keyof paths & string, M extends Uppercase<MethodOf<Path>>>(
    path: Path, options: { method: M } & ApiOptions<Path, Lowercase<M>>): Promise<ApiResponse<Path, Lowercase<M>>>
}

/** What went wrong in a call of the API. */
export interface ApiProblem {
  /** HTTP status; undefined without a response. */
  status: number | undefined
  /**
   * The code of the first error; `unreachable` without a response, `unexpected` for a body in another format, `contract`
   * if the API breaks the contract of this layer.
   */
  code: string
  /** Message about the whole request, for people; may be empty. */
  detail: string
  /** First message by field. */
  fields: Record<string, string>
  /** `Retry-After`, in seconds. */
  retryAfter: number | undefined
}
