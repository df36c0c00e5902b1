import { expect, onTestFinished, test, vi } from 'vitest'
import { diffText } from '../app/utils/diff-text'
import { alter, PARAGRAPHS, TIMEOUT } from './long-texts'

test('changed words are found', () => {
  expect(diffText('One two three', 'One 2 three').filter(({ kind }) => kind !== 'same'))
    .toEqual([{ kind: 'removed', text: 'two' }, { kind: 'added', text: '2' }])
})

test.each([
  ['a paragraph and a word', 'One.\nTwo, 2.', 'One.\n\nTwo.', [['added', '↵\n'], ['removed', ', 2']]],
  ['a paragraph break', 'One.\nTwo.', 'One.\n\nTwo.', [['added', '↵\n']]],
  ['a list level', '- a\n- b', '- a\n  - b', [['added', '··']]],
  ['a tab', 'a b', 'a\tb', [['removed', '·'], ['added', '⇥']]],
])('a change of %s is visible', (_, before, after, changes) => {
  expect(diffText(before, after).filter(({ kind }) => kind !== 'same').map(({ kind, text }) => [kind, text])).toEqual(changes)
})

test('only the context of a change is shown', () => {
  const long = 'word '.repeat(2000)
  const changes = diffText(`${long}before ${long}`, `${long}after ${long}`)

  expect(changes.map(({ text }) => text).join('').length).toBeLessThan(300)
  expect(changes).toContainEqual({ kind: 'added', text: 'after' })
})

test('long texts without common lines are one change', TIMEOUT, () => {
  const [before, after] = [PARAGRAPHS.join('\n\n'), PARAGRAPHS.map((_, place) => `${place}!`).join('\n\n')]

  expect(diffText(before, after)).toEqual([{ kind: 'removed', text: before }, { kind: 'added', text: after }])
})

test('many changes are compared by lines, however fast', () => {
  let hours = 0
  vi.spyOn(Date, 'now').mockImplementation(() => ++hours * 3_600_000)
  onTestFinished(() => void vi.restoreAllMocks())
  const whole = PARAGRAPHS.join('\n\n')
  const firstChanges = (number: number) => diffText(whole, alter(...PARAGRAPHS.keys().take(number)).join('\n\n'))
    .filter(({ kind }) => kind !== 'same').slice(0, 2)

  expect(firstChanges(1)).toEqual([{ kind: 'added', text: ' And more.' }])
  expect(firstChanges(400)).toEqual([
    { kind: 'removed', text: `${PARAGRAPHS[0]}\n` },
    { kind: 'added', text: `${PARAGRAPHS[0]} And more.\n` },
  ])
})
