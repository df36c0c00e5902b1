import type { ApiProblem } from '#layers/session/shared/types/api'

/** How long after a key stroke the preview follows, in milliseconds. */
const PAUSE = 400

/** Seconds after which to ask an API again that is busy and named no time. */
const RETRY_AFTER = 1

/**
 * A text as the API renders it, following what is typed.
 *
 * The API makes one preview at a time for each member, and finishes it even when the answer is no
 * longer wanted. So the next one is asked for when the last one is there; while another tab has one made, it waits for
 * as long as the API says.
 *
 * @param body Markdown
 */
export function usePreview(body: () => string) {
  const { $api } = useNuxtApp()
  const html = ref<string>()
  const problem = ref<ApiProblem>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let isOutdated = false
  const gone = new AbortController()

  function renderAfter(milliseconds: number): void {
    clearTimeout(timer)
    timer = setTimeout(render, milliseconds)
  }

  async function render(): Promise<void> {
    clearTimeout(timer)
    isOutdated = isAsking
    if (isAsking) return
    isAsking = true
    try {
      // Nobody waits for it: a dialog must not open under the fingers of somebody who types.
      const options = { method: 'POST', body: { body: body() }, signal: gone.signal, reauthenticate: false } as const
      html.value = (await $api('/api/posts/preview/', options)).body_html
      problem.value = undefined
    }
    catch (error) {
      if (!gone.signal.aborted) meet(readProblem(error))
    }
    isAsking = false
    if (isOutdated && !gone.signal.aborted) await render()
  }

  function meet(failure: ApiProblem): void {
    if (failure.code === 'busy') renderAfter((failure.retryAfter ?? RETRY_AFTER) * 1000)
    else problem.value = failure
  }

  watch(body, () => renderAfter(PAUSE))
  onBeforeUnmount(() => {
    clearTimeout(timer)
    gone.abort()
  })

  return { html, problem, render }
}
