/** Measures a request and its calls to the API, in milliseconds. */
export class RequestTiming {
  private readonly startedAt = performance.now()
  private api = 0

  /** Since the request arrived, rounded. */
  get total(): number {
    return Math.round(performance.now() - this.startedAt)
  }

  /** Adds the duration of a call to the API; concurrent calls add up. */
  async call<T>(response: Promise<T>): Promise<T> {
    const startedAt = performance.now()
    try {
      return await response
    }
    finally {
      this.api += performance.now() - startedAt
    }
  }

  /** The `Server-Timing` header. */
  get header(): string {
    return `page;dur=${this.total}, api;dur=${Math.round(this.api)}`
  }
}
