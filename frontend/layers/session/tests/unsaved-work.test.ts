import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { defineComponent, ref, type Ref } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { useUnsavedWork } from '../app/composables/use-unsaved-work'
import { useUnsavedWorkStore, type LeaveQuestion } from '../app/stores/unsaved-work'
import { mountApp } from './mounted'

const QUESTION = 'Leave without saving?'
const confirm = vi.fn<(question: string) => boolean>()

beforeEach(() => {
  vi.resetAllMocks()
  vi.stubGlobal('window', Object.assign(new EventTarget(), { confirm }))
  setActivePinia(createPinia())
})

function pageWith(setup: () => void) {
  return defineComponent({ setup: () => {
    setup()
    return () => null
  } })
}

/** An application on an editor page, with routes to leave to. */
async function editing(dirty: Ref<boolean> = ref(true), question: LeaveQuestion = () => QUESTION) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/posts/:id', component: pageWith(() => useUnsavedWork(dirty, question)) },
      { path: '/elsewhere', component: pageWith(() => undefined) },
      { path: '/redirected', component: pageWith(() => undefined), beforeEnter: () => '/elsewhere' },
      { path: '/refused', component: pageWith(() => undefined), beforeEnter: () => false },
      { path: '/broken', component: () => Promise.reject(new Error('no network')) },
    ],
  })
  await router.push('/posts/1')
  mountApp(RouterView, router)
  return { router, dirty, work: useUnsavedWorkStore() }
}

/** Whether closing the tab asks for confirmation. */
function closingAsks(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
}

test('without unsaved work it does not ask', async () => {
  const { router } = await editing(ref(false))

  expect(closingAsks()).toBe(false)
  await router.push('/elsewhere')

  expect(confirm).not.toHaveBeenCalled()
  expect(router.currentRoute.value.path).toBe('/elsewhere')
})

test('without a question it does not ask', async () => {
  const { router, work } = await editing(ref(true), () => undefined)

  expect(work.exists).toBe(true)
  expect(closingAsks()).toBe(false)
  expect(work.confirmLeave()).toBe(true)
  await router.push('/elsewhere')

  expect(confirm).not.toHaveBeenCalled()
  expect(router.currentRoute.value.path).toBe('/elsewhere')
})

test('it evaluates the question when leaving', async () => {
  let isStored = true
  const { router } = await editing(ref(true), () => isStored ? undefined : QUESTION)
  isStored = false

  expect(closingAsks()).toBe(true)
  await router.push('/elsewhere')

  expect(confirm).toHaveBeenCalledExactlyOnceWith(QUESTION)
})

test('after a cancel it asks again', async () => {
  const { router, work } = await editing()
  confirm.mockReturnValue(false)

  await router.push('/elsewhere')
  await router.push('/elsewhere')

  expect(confirm.mock.calls).toEqual([[QUESTION], [QUESTION]])
  expect(router.currentRoute.value.path).toBe('/posts/1')
  expect(closingAsks()).toBe(true)
  expect(work.exists).toBe(true)
})

test('it asks once, then forgets the work', async () => {
  const { router, work } = await editing()
  confirm.mockReturnValue(true)

  await router.push('/elsewhere')

  expect(confirm).toHaveBeenCalledTimes(1)
  expect(work.$state).toEqual({ questions: {}, leaving: false })
  expect(closingAsks()).toBe(false)
})

test('a redirect asks once', async () => {
  const { router } = await editing()
  confirm.mockReturnValue(true)

  await router.push('/redirected')

  expect(router.currentRoute.value.path).toBe('/elsewhere')
  expect(confirm).toHaveBeenCalledTimes(1)
})

test('a double click asks once', async () => {
  const { router } = await editing()
  confirm.mockReturnValue(true)

  await Promise.all([router.push('/elsewhere'), router.push('/elsewhere')])

  expect(confirm).toHaveBeenCalledTimes(1)
})

test('after confirming, closing the tab does not ask', async () => {
  const { work } = await editing()
  confirm.mockReturnValue(true)

  expect(work.confirmLeave()).toBe(true)

  expect(closingAsks()).toBe(false)
})

test.each(['/refused', '/broken'])('it asks again after leaving for %s failed', async (path) => {
  const { router } = await editing()
  confirm.mockReturnValue(true)

  await router.push(path).catch(() => undefined)
  expect(router.currentRoute.value.path).toBe('/posts/1')
  expect(closingAsks()).toBe(true)
  await router.push('/elsewhere')

  expect(confirm).toHaveBeenCalledTimes(2)
})

test('another path asks, another query does not', async () => {
  const { router } = await editing()
  confirm.mockReturnValue(false)

  await router.push('/posts/1?line=3')
  expect(confirm).not.toHaveBeenCalled()
  await router.push('/posts/2')

  expect(confirm).toHaveBeenCalledTimes(1)
  expect(router.currentRoute.value.fullPath).toBe('/posts/1?line=3')
})

test('saved work can be left at once', async () => {
  const { router, dirty } = await editing()

  dirty.value = false
  await router.push('/elsewhere')

  expect(confirm).not.toHaveBeenCalled()
})

test('it registers work after a reset', async () => {
  const { router, work } = await editing()

  work.$reset()
  await router.push('/elsewhere')
  await router.push('/posts/2')

  expect(work.exists).toBe(true)
})
