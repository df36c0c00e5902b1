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

/** An application with an editor on its page, and pages to go to. */
async function editing(dirty: Ref<boolean> = ref(true), question: LeaveQuestion = () => QUESTION) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/posts/:id', component: pageWith(() => useUnsavedWork(dirty, question)) },
      { path: '/elsewhere', component: pageWith(() => undefined) },
      { path: '/led-on', component: pageWith(() => undefined), beforeEnter: () => '/elsewhere' },
      { path: '/refused', component: pageWith(() => undefined), beforeEnter: () => false },
      { path: '/broken', component: () => Promise.reject(new Error('no network')) },
    ],
  })
  await router.push('/posts/1')
  mountApp(RouterView, router)
  return { router, dirty, work: useUnsavedWorkStore() }
}

/** Whether the browser would ask before the tab is closed. */
function closingAsks(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
}

test('where nothing is unsaved nobody is asked', async () => {
  const { router } = await editing(ref(false))

  expect(closingAsks()).toBe(false)
  await router.push('/elsewhere')

  expect(confirm).not.toHaveBeenCalled()
  expect(router.currentRoute.value.path).toBe('/elsewhere')
})

test('where leaving loses nothing nobody is asked, and the work counts all the same', async () => {
  const { router, work } = await editing(ref(true), () => undefined)

  expect(work.exists).toBe(true)
  expect(closingAsks()).toBe(false)
  expect(work.confirmLeave()).toBe(true)
  await router.push('/elsewhere')

  expect(confirm).not.toHaveBeenCalled()
  expect(router.currentRoute.value.path).toBe('/elsewhere')
})

test('it is asked what is true by then', async () => {
  let isKept = true
  const { router } = await editing(ref(true), () => isKept ? undefined : QUESTION)
  isKept = false

  expect(closingAsks()).toBe(true)
  await router.push('/elsewhere')

  expect(confirm).toHaveBeenCalledExactlyOnceWith(QUESTION)
})

test('who wants to stay stays, and is asked the next time', async () => {
  const { router, work } = await editing()
  confirm.mockReturnValue(false)

  await router.push('/elsewhere')
  await router.push('/elsewhere')

  expect(confirm.mock.calls).toEqual([[QUESTION], [QUESTION]])
  expect(router.currentRoute.value.path).toBe('/posts/1')
  expect(closingAsks()).toBe(true)
  expect(work.exists).toBe(true)
})

test('who leaves is asked once, and nothing unsaved is left', async () => {
  const { router, work } = await editing()
  confirm.mockReturnValue(true)

  await router.push('/elsewhere')

  expect(confirm).toHaveBeenCalledTimes(1)
  expect(work.$state).toEqual({ questions: {}, leaving: false })
  expect(closingAsks()).toBe(false)
})

test('a page that leads on to another one asks once', async () => {
  const { router } = await editing()
  confirm.mockReturnValue(true)

  await router.push('/led-on')

  expect(router.currentRoute.value.path).toBe('/elsewhere')
  expect(confirm).toHaveBeenCalledTimes(1)
})

test('a doubled click asks once', async () => {
  const { router } = await editing()
  confirm.mockReturnValue(true)

  await Promise.all([router.push('/elsewhere'), router.push('/elsewhere')])

  expect(confirm).toHaveBeenCalledTimes(1)
})

test('who is on the way is not asked again when the tab is closed', async () => {
  const { work } = await editing()
  confirm.mockReturnValue(true)

  expect(work.confirmLeave()).toBe(true)

  expect(closingAsks()).toBe(false)
})

test.each(['/refused', '/broken'])('when nothing came of leaving for %s, the next time asks again', async (path) => {
  const { router } = await editing()
  confirm.mockReturnValue(true)

  await router.push(path).catch(() => undefined)
  expect(router.currentRoute.value.path).toBe('/posts/1')
  expect(closingAsks()).toBe(true)
  await router.push('/elsewhere')

  expect(confirm).toHaveBeenCalledTimes(2)
})

test('another page of the same kind asks, and the same one with another query does not', async () => {
  const { router } = await editing()
  confirm.mockReturnValue(false)

  await router.push('/posts/1?line=3')
  expect(confirm).not.toHaveBeenCalled()
  await router.push('/posts/2')

  expect(confirm).toHaveBeenCalledTimes(1)
  expect(router.currentRoute.value.fullPath).toBe('/posts/1?line=3')
})

test('what was just saved can be left at once', async () => {
  const { router, dirty } = await editing()

  dirty.value = false
  await router.push('/elsewhere')

  expect(confirm).not.toHaveBeenCalled()
})

test('work that begins after everything of a person was forgotten counts', async () => {
  const { router, work } = await editing()

  work.$reset()
  await router.push('/elsewhere')
  await router.push('/posts/2')

  expect(work.exists).toBe(true)
})
