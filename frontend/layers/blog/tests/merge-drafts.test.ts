import { expect, onTestFinished, test, vi } from 'vitest'
import { changesBetween } from '../app/utils/diff-text'
import { mergeDrafts, mergedDraft } from '../app/utils/merge-drafts'
import { emptyDraft, type PostDraft } from '../app/utils/post-draft'

const BASE: PostDraft = { ...emptyDraft(), title: 'Title', tags: 'a', body: 'One.\n\nTwo.\n\nThree.' }

function merge(theirs: Partial<PostDraft>, mine: Partial<PostDraft>) {
  const sides = { theirs: { ...BASE, ...theirs }, mine: { ...BASE, ...mine } }
  return { ...sides, fields: mergeDrafts(BASE, sides.theirs, sides.mine) }
}

test('changes of different paragraphs fit together', () => {
  const { mine, fields } = merge({ body: 'ONE.\n\nTwo.\n\nThree.' }, { body: 'One.\n\nTwo.\n\nTHREE.\n\nFour.' })

  expect(mergedDraft(mine, fields, {})?.body).toBe('ONE.\n\nTwo.\n\nTHREE.\n\nFour.')
})

test('changes of different fields fit together', () => {
  const { mine, fields } = merge({ title: 'Theirs', tags: 'a, b' }, { body: 'Mine.', status: 'published' })

  expect(fields.map(({ field }) => field)).toEqual(['title', 'tags'])
  expect(mergedDraft(mine, fields, {})).toEqual({ ...BASE, title: 'Theirs', tags: 'a, b', body: 'Mine.', status: 'published' })
})

test('what both have changed alike is not asked', () => {
  const { mine, fields } = merge({ title: 'New', body: 'Same.' }, { title: ' New ', body: 'Same.' })

  expect(fields.flatMap(({ parts }) => parts.map(({ kind }) => kind))).toEqual(['agreed', 'agreed'])
  expect(mergedDraft(mine, fields, {})).toMatchObject({ title: 'New', body: 'Same.' })
})

test('what both have changed differently has to be chosen, paragraph by paragraph', () => {
  const { mine, fields } = merge({ body: 'ONE.\n\nTwo, theirs.\n\nThree.' }, { body: 'One.\n\nTwo, mine.\n\nThree.' })

  expect(fields[0]?.parts).toEqual([
    { kind: 'agreed', lines: ['ONE.', ''] },
    { kind: 'choice', mine: ['Two, mine.'], theirs: ['Two, theirs.'] },
    { kind: 'agreed', lines: ['', 'Three.'] },
  ])
  expect(mergedDraft(mine, fields, {})).toBeUndefined()
})

test.each([
  ['mine', 'One.\n\nTwo, mine.\n\nThree.'],
  ['theirs', 'One.\n\nTwo, theirs.\n\nThree.'],
  ['both', 'One.\n\nTwo, mine.\n\nTwo, theirs.\n\nThree.'],
] as const)('of the text, %s can be chosen', (choice, body) => {
  const { mine, fields } = merge({ body: 'One.\n\nTwo, theirs.\n\nThree.' }, { body: 'One.\n\nTwo, mine.\n\nThree.' })

  expect(mergedDraft(mine, fields, { body: ['mine', choice] })?.body).toBe(body)
})

test.each([['mine', 'Mine'], ['theirs', 'Theirs']] as const)('of two titles, %s can be chosen', (choice, title) => {
  const { mine, fields } = merge({ title: 'Theirs' }, { title: 'Mine' })

  expect(mergedDraft(mine, fields, { title: [choice] })?.title).toBe(title)
})

test('a paragraph that one deletes and the other changes is a choice, and can go', () => {
  const { mine, fields } = merge({ body: 'One.\n\nTwo, theirs.\n\nThree.' }, { body: 'One.\n\nThree.' })
  const index = fields[0]!.parts.findIndex(({ kind }) => kind === 'choice')

  expect(index).toBeGreaterThan(-1)
  expect(mergedDraft(mine, fields, { body: Object.assign([], { [index]: 'mine' }) })?.body).toBe('One.\n\nThree.')
})

/** Much longer than it takes on a busy machine; whether a comparison was bounded is seen by what comes of it. */
const AT_ONCE = { timeout: 20_000 }

/** The paragraphs of a text that is as long as one may be. */
const LONG = Array.from({ length: 5_000 }, (_, index) => `Paragraph ${index} says as much as this.`)

function alter(paragraphs: string[], ...places: number[]): string[] {
  return paragraphs.map((paragraph, place) => places.includes(place) ? `${paragraph} And more.` : paragraph)
}

test('long texts of short paragraphs fit together at once', AT_ONCE, () => {
  const all = LONG.map((_, place) => place)
  const mine = { ...BASE, body: alter(LONG, 1, 2_500).join('\n\n') }
  const theirs = { ...BASE, body: alter(LONG, ...all.slice(3_000)).join('\n\n') }
  const fields = mergeDrafts({ ...BASE, body: LONG.join('\n\n') }, theirs, mine)

  expect(mergedDraft(mine, fields, {})?.body).toBe(alter(LONG, 1, 2_500, ...all.slice(3_000)).join('\n\n'))
})

test('lines that are all alike fit together at once', AT_ONCE, () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => index % 3 ? 'Yes.' : 'No.')
  const base = { ...BASE, body: lines.join('\n') }
  const theirs = { ...BASE, body: ['Perhaps.', ...lines].join('\n') }
  const mine = { ...BASE, body: lines.with(20_000, 'Never.').join('\n') }
  const fields = mergeDrafts(base, theirs, mine)

  expect(mergedDraft(mine, fields, {})?.body).toBe(['Perhaps.', ...lines.with(20_000, 'Never.')].join('\n'))
})

test('long texts that have nothing in common are a choice at once, and whole', AT_ONCE, () => {
  const rewritten = (word: string) => LONG.map((_, place) => `${word} ${place}.`).join('\n\n')
  const mine = { ...BASE, body: rewritten('Mine') }
  const theirs = { ...BASE, body: rewritten('Theirs') }
  const fields = mergeDrafts({ ...BASE, body: LONG.join('\n\n') }, theirs, mine)

  // Of blank lines, which are all that both have, much could be made, after a while.
  expect(fields[0]?.parts).toHaveLength(1)
  for (const [choice, { body }] of [['mine', mine], ['theirs', theirs]] as const) {
    expect(mergedDraft(mine, fields, { body: fields[0]!.parts.map(() => choice) })?.body).toBe(body)
  }
})

test('what changed is told apart from what did not', () => {
  expect(changesBetween('One two three', 'One 2 three').filter(({ kind }) => kind !== 'same'))
    .toEqual([{ kind: 'removed', text: 'two' }, { kind: 'added', text: '2' }])
})

test.each([
  ['another paragraph', 'One.\nTwo, 2.', 'One.\n\nTwo.', [['added', '↵\n'], ['removed', ', 2']]],
  ['another paragraph alone', 'One.\nTwo.', 'One.\n\nTwo.', [['added', '↵\n']]],
  ['another level of a list', '- a\n- b', '- a\n  - b', [['added', '··']]],
  ['a tab', 'a b', 'a\tb', [['removed', '·'], ['added', '⇥']]],
])('%s is a change that can be seen', (_, before, now, changes) => {
  expect(changesBetween(before, now).filter(({ kind }) => kind !== 'same').map(({ kind, text }) => [kind, text])).toEqual(changes)
})

test('of a long text only what surrounds a change is shown', () => {
  const long = 'word '.repeat(2000)
  const changes = changesBetween(`${long}before ${long}`, `${long}after ${long}`)

  expect(changes.map(({ text }) => text).join('').length).toBeLessThan(300)
  expect(changes).toContainEqual({ kind: 'added', text: 'after' })
})

test('long texts that have nothing in common are shown one after the other at once', AT_ONCE, () => {
  const [before, now] = [LONG.join('\n\n'), LONG.map((_, place) => `${place}!`).join('\n\n')]

  expect(changesBetween(before, now)).toEqual([{ kind: 'removed', text: before }, { kind: 'added', text: now }])
})

test('whether changes are shown by words or by lines depends on how many there are, not on how long it takes', () => {
  let hours = 0
  vi.spyOn(Date, 'now').mockImplementation(() => ++hours * 3_600_000)
  onTestFinished(() => void vi.restoreAllMocks())
  const whole = LONG.join('\n\n')
  const changesOf = (number: number) => changesBetween(whole, alter(LONG, ...LONG.keys().take(number)).join('\n\n'))
    .filter(({ kind }) => kind !== 'same').slice(0, 2)

  expect(changesOf(1)).toEqual([{ kind: 'added', text: ' And more.' }])
  expect(changesOf(400)).toEqual([
    { kind: 'removed', text: `${LONG[0]}\n` },
    { kind: 'added', text: `${LONG[0]} And more.\n` },
  ])
})
