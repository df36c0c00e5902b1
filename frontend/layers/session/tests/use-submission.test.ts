import { beforeEach, expect, test, vi } from 'vitest'
import { ref } from 'vue'
import { useSubmission } from '../app/composables/use-submission'

beforeEach(() => {
  vi.stubGlobal('ref', ref)
})

/** What the API has against a form, sent. */
async function refusedFor(...errors: { attr: string | null, detail: string }[]) {
  const data = { type: 'validation_error', errors: errors.map(error => ({ code: 'invalid', ...error })) }
  const { problem, submit, clearFieldError } = useSubmission(() => Promise.reject(Object.assign(new Error(), { status: 400, data })))
  await submit()
  return { problem, clearFieldError }
}

test('what was wrong with a field is forgotten, and what is wrong with another is not', async () => {
  const { problem, clearFieldError } = await refusedFor({ attr: 'email', detail: 'Empty.' }, { attr: 'password', detail: 'Empty.' })

  clearFieldError('email')
  clearFieldError('nothing')
  expect(problem.value?.fields).toEqual({ password: 'Empty.' })
  clearFieldError('password')

  expect(problem.value).toBeUndefined()
})

test('what was wrong with the whole form stays', async () => {
  const { problem, clearFieldError } = await refusedFor({ attr: null, detail: 'No.' }, { attr: 'email', detail: 'Empty.' })

  clearFieldError('email')

  expect(problem.value).toMatchObject({ detail: 'No.', fields: {} })
})
