import { expect, test } from 'vitest'
import { toggleHeading } from '../app/utils/toggle-heading'

/** Presses the button. `[` and `]` mark the selection, `|` marks the cursor. */
function press(marked: string): string {
  const text = marked.replace('|', '[]')
  const start = text.indexOf('[')
  const end = text.indexOf(']') - 1
  const value = text.replace('[', '').replace(']', '')
  const edit = toggleHeading({ value, start, end })
  const after = value.slice(0, edit.from) + edit.text + value.slice(edit.to)
  const selected = `[${after.slice(edit.start, edit.end)}]`.replace('[]', '|')
  return after.slice(0, edit.start) + selected + after.slice(edit.end)
}

test.each([
  ['the cursor at the end', 'one\ntwo|', 'one\n## two|'],
  ['the cursor within a word', 'o|ne\ntwo', '## o|ne\ntwo'],
  ['the cursor at the beginning of the text', '|\none', '## |\none'],
  ['a selection within the line', 'one [two] three\nfour', '## one [two] three\nfour'],
  ['the whole line selected', 'one\n[two]\nthree', 'one\n## [two]\nthree'],
  ['a selection with its line break', 'one\n[two\n]three', 'one\n## [two\n]three'],
  ['a selection over lines', 'o[ne\n\ntw]o', '## o[ne\n\n## tw]o'],
])('%s: the heading is toggled', (_, before, after) => {
  expect(press(before)).toBe(after)
  expect(press(after)).toBe(before)
})

test.each([
  ['a heading of another level', '#### on|e', '## on|e'],
  ['a heading among other lines', '[## one\ntwo]', '## [one\n## two]'],
  ['a tag, which is no heading', '#on|e', '## #on|e'],
])('%s', (_, before, after) => {
  expect(press(before)).toBe(after)
})
