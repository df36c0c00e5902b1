import { beforeEach, expect, test, vi } from 'vitest'
import { ref } from 'vue'
import { useSubmission } from '../app/composables/use-submission'

beforeEach(() => {
  vi.stubGlobal('ref', ref)
})

/** Submits a form that the API refuses. */
async function refusedWith(...errors: { attr: string | null, detail: string }[]) {
  const data = { type: 'validation_error', errors: errors.map(error => ({ code: 'invalid', ...error })) }
  const { problem, submit, clearFieldError } = useSubmission(() => Promise.reject(Object.assign(new Error(), { status: 400, data })))
  await submit()
  return { problem, clearFieldError }
}

test('it clears one field’s error', async () => {
  const { problem, clearFieldError } = await refusedWith({ attr: 'email', detail: 'Empty.' }, { attr: 'password', detail: 'Empty.' })

  clearFieldError('email')
  clearFieldError('nothing')
  expect(problem.value?.fields).toEqual({ password: 'Empty.' })
  clearFieldError('password')

  expect(problem.value).toBeUndefined()
})

test('it keeps the error of the whole form', async () => {
  const { problem, clearFieldError } = await refusedWith({ attr: null, detail: 'No.' }, { attr: 'email', detail: 'Empty.' })

  clearFieldError('email')

  expect(problem.value).toMatchObject({ detail: 'No.', fields: {} })
})
