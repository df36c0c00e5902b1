import type { ApiProblem } from '#layers/session/shared/types/api'

/** How long after a key stroke a preview is requested, in milliseconds. */
const DELAY = 400

/** When to retry if a busy API sends no Retry-After, in seconds. */
const RETRY_AFTER = 1

/**
 * A preview of a text, rendered by the API, that follows its changes.
 *
 * The API renders one preview at a time for each member, so requests are sent one after another. While the API renders
 * one for another tab, it answers `busy`; the next request waits for its Retry-After.
 *
 * @param body Markdown
 * @returns `html`, the `problem` of the last request, and `render` to request a preview now
 */
export function usePreview(body: () => string) {
  const { $api } = useNuxtApp()
  const html = ref<string>()
  const problem = ref<ApiProblem>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isRendering = false
  let isOutdated = false
  const unmounted = new AbortController()

  function renderAfter(milliseconds: number): void {
    clearTimeout(timer)
    timer = setTimeout(render, milliseconds)
  }

  async function render(): Promise<void> {
    clearTimeout(timer)
    isOutdated = isRendering
    if (isRendering) return
    isRendering = true
    try {
      // No log-in dialog: it would interrupt the author's typing.
      const options = { method: 'POST', body: { body: body() }, signal: unmounted.signal, reauthenticate: false } as const
      html.value = (await $api('/api/posts/preview/', options)).body_html
      problem.value = undefined
    }
    catch (error) {
      if (!unmounted.signal.aborted) handle(readProblem(error))
    }
    isRendering = false
    if (isOutdated && !unmounted.signal.aborted) await render()
  }

  function handle(failure: ApiProblem): void {
    if (failure.code === 'busy') renderAfter((failure.retryAfter ?? RETRY_AFTER) * 1000)
    else problem.value = failure
  }

  watch(body, () => renderAfter(DELAY))
  onBeforeUnmount(() => {
    clearTimeout(timer)
    unmounted.abort()
  })

  return { html, problem, render }
}
