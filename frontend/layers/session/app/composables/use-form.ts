import { setResponseStatus } from 'h3'
import type { NuxtApp } from '#app'
import { isOutage } from '../utils/api-problem'
import type { ApiProblem } from '../../shared/types/api'
import { markUnavailable } from '../utils/outage-page'
import { useSubmission } from './use-submission'

/** The texts of a form, by the names of its fields. */
export type FormValues = Record<string, string>

/**
 * A form that works with and without JavaScript: without, the browser posts it to its page, which needs the route rule
 * `form`, and the server runs `action` while it renders the page: status 422 with the errors, or the redirect of `next`.
 *
 * The component's template has one `<form ref="form" method="post">`.
 *
 * @param action sends the form; its error becomes `problem`
 * @param next navigates after success
 * @param name of this form if the page has several: `name="form"` and `value` of its button
 * @returns `values`: what was posted, to be shown again
 */
export function useForm(action: (values: FormValues) => Promise<unknown>, next: () => unknown, name = '') {
  const nuxtApp = useNuxtApp()
  const form = useTemplateRef<HTMLFormElement>('form')
  const { busy, problem, submit, clearFieldError } = useSubmission(action)
  const refused = useState<ApiProblem | undefined>(`form:${name}`)
  problem.value = refused.value
  onMounted(() => {
    refused.value = undefined
  })

  const posted = import.meta.server ? postedForm(name) : undefined
  if (import.meta.server && posted) {
    onServerPrefetch(async () => {
      if (await submit(posted)) return nuxtApp.runWithContext(next)
      refused.value = problem.value
      setRefusedStatus(nuxtApp, problem.value!)
    })
  }

  // Read from the form, because bound state would clear what was typed or filled in before hydration.
  function currentValues(): FormValues {
    return Object.fromEntries([...new FormData(form.value!)].map(([field, value]) => [field, String(value)]))
  }

  async function onSubmit() {
    if (busy.value) return
    if (await submit(currentValues())) await nuxtApp.runWithContext(next)
    else await focusFirstError()
  }

  function onInput({ target }: Event) {
    if (target instanceof HTMLInputElement) clearFieldError(target.name)
  }

  async function focusFirstError() {
    await nextTick()
    form.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }

  return { form, busy, problem, values: posted ?? {}, onSubmit, onInput }
}

function postedForm(name: string): FormValues | undefined {
  const form = useRequestEvent()?.context.session.form
  return form && (form.form ?? '') === name ? form : undefined
}

function setRefusedStatus(nuxtApp: NuxtApp, problem: ApiProblem): void {
  if (isOutage(problem)) markUnavailable(nuxtApp, problem)
  else setResponseStatus(nuxtApp.ssrContext!.event, 422)
}
