import type { ApiProblem } from '#layers/session/app/api/api-problem'

/** How long after a key stroke the preview follows, in milliseconds. */
const PAUSE = 400

/**
 * A text as the API renders it, following what is typed.
 *
 * @param body Markdown
 */
export function usePreview(body: () => string) {
  const { $api } = useNuxtApp()
  const html = ref<string>()
  const problem = ref<ApiProblem>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: AbortController | undefined

  async function render(): Promise<void> {
    latest?.abort()
    const call = latest = new AbortController()
    try {
      // Nobody waits for it: a dialog must not open under the fingers of somebody who types.
      const options = { method: 'POST', body: { body: body() }, signal: call.signal, interrupt: false } as const
      html.value = (await $api('/api/posts/preview/', options)).body_html
      problem.value = undefined
    }
    catch (error) {
      if (!call.signal.aborted) problem.value = readProblem(error)
    }
  }

  watch(body, () => {
    clearTimeout(timer)
    timer = setTimeout(render, PAUSE)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    latest?.abort()
  })

  return { html, problem, render }
}
