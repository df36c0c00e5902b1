/** How long a request has taken so far, and how much of it was waiting for the API. */
export class RequestTiming {
  private readonly began = performance.now()
  private api = 0

  /** Whole milliseconds since the request came in. */
  get total(): number {
    return Math.round(performance.now() - this.began)
  }

  /** Waits for a call of the API; of several at once each counts. */
  async call<T>(answer: Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await answer
    }
    finally {
      this.api += performance.now() - began
    }
  }

  /** The `Server-Timing` header of a page. */
  get header(): string {
    return `page;dur=${this.total}, api;dur=${Math.round(this.api)}`
  }
}
