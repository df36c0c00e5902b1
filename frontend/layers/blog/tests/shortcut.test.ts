import { expect, test } from 'vitest'
import { isShortcut } from '../app/utils/shortcut'

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, key: 's', code: 'KeyS' }

function press(keys: Partial<typeof NONE>) {
  return isShortcut({ ...NONE, ...keys } as KeyboardEvent, 's')
}

test.each([
  ['Ctrl-S', { ctrlKey: true }],
  ['Cmd-S', { metaKey: true }],
  ['Ctrl-S with caps lock', { ctrlKey: true, key: 'S' }],
  ['Ctrl-Ы, which is where S is', { ctrlKey: true, key: 'ы' }],
  ['Ctrl-S of a Dvorak keyboard, where it is elsewhere', { ctrlKey: true, code: 'Semicolon' }],
])('%s is the shortcut', (_, keys) => {
  expect(press(keys)).toBe(true)
})

test.each([
  ['S alone', {}],
  ['AltGr-S, which writes ś', { ctrlKey: true, altKey: true, key: 'ś' }],
  ['Ctrl-Shift-S', { ctrlKey: true, shiftKey: true, key: 'S' }],
  ['Ctrl-O of a Dvorak keyboard, which is where S is', { ctrlKey: true, key: 'o' }],
  ['Ctrl-Ф', { ctrlKey: true, key: 'ф', code: 'KeyA' }],
])('%s is not', (_, keys) => {
  expect(press(keys)).toBe(false)
})
