import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { useNoticeStore } from '../app/stores/notice'

const undo = () => Promise.resolve()

function texts(): string[] {
  return useNoticeStore().notices.map(({ text }) => text)
}

beforeEach(() => {
  setActivePinia(createPinia())
})

test('notices with an undo stay, newest first', () => {
  const { show } = useNoticeStore()

  show({ text: 'One is gone.', undo })
  show({ text: 'Another is gone.', undo })
  show({ text: 'Saved.' })

  expect(texts()).toEqual(['Another is gone.', 'One is gone.', 'Saved.'])
})

test.each([undefined, undo])('a plain notice is replaced by the next', (undoOfNext) => {
  const { show } = useNoticeStore()

  show({ text: 'Saved.' })
  show({ text: 'What comes next.', undo: undoOfNext })

  expect(texts()).toEqual(['What comes next.'])
})

test('dismissing a notice keeps one of the same text', () => {
  const store = useNoticeStore()
  store.show({ text: 'Gone.', undo })
  store.show({ text: 'Gone.', undo })
  const [latest, former] = store.notices

  store.dismiss(latest!)

  expect(store.notices).toEqual([former])
})

test('a reset removes all notices', () => {
  const store = useNoticeStore()
  store.show({ text: 'Gone.', undo })
  store.show({ text: 'Saved.' })

  store.$reset()

  expect(store.notices).toEqual([])
})
