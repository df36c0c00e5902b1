import { expect, test } from 'vitest'
import { isShortcut } from '../app/composables/use-shortcuts'

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, key: 's', code: 'KeyS' }

function press(keys: Partial<typeof NONE>) {
  return isShortcut({ ...NONE, ...keys } as KeyboardEvent, 's')
}

test.each([
  ['Ctrl-S', { ctrlKey: true }],
  ['Cmd-S', { metaKey: true }],
  ['Ctrl-S with caps lock', { ctrlKey: true, key: 'S' }],
  ['Ctrl-Ы, the key of S', { ctrlKey: true, key: 'ы' }],
  ['Ctrl-S of a Dvorak keyboard', { ctrlKey: true, code: 'Semicolon' }],
])('%s is a shortcut', (_, keys) => {
  expect(press(keys)).toBe(true)
})

test.each([
  ['S alone', {}],
  ['AltGr-S, which writes ś', { ctrlKey: true, altKey: true, key: 'ś' }],
  ['Ctrl-Shift-S', { ctrlKey: true, shiftKey: true, key: 'S' }],
  ['Ctrl-O of a Dvorak keyboard, the key of S', { ctrlKey: true, key: 'o' }],
  ['Ctrl-Ф', { ctrlKey: true, key: 'ф', code: 'KeyA' }],
])('%s is no shortcut', (_, keys) => {
  expect(press(keys)).toBe(false)
})
