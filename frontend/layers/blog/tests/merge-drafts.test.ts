import { expect, test } from 'vitest'
import { mergeDrafts, resolveConflicts } from '../app/utils/merge-drafts'
import { emptyDraft, type PostDraft } from '../app/utils/post-draft'
import { alter, PARAGRAPHS, TIMEOUT } from './long-texts'

const BASE: PostDraft = { ...emptyDraft(), title: 'Title', tags: 'a', body: 'One.\n\nTwo.\n\nThree.' }

function merge(theirs: Partial<PostDraft>, mine: Partial<PostDraft>) {
  const sides = { theirs: { ...BASE, ...theirs }, mine: { ...BASE, ...mine } }
  return { ...sides, fields: mergeDrafts(BASE, sides.theirs, sides.mine) }
}

test('changes of different paragraphs are merged', () => {
  const { mine, fields } = merge({ body: 'ONE.\n\nTwo.\n\nThree.' }, { body: 'One.\n\nTwo.\n\nTHREE.\n\nFour.' })

  expect(resolveConflicts(mine, fields, {})?.body).toBe('ONE.\n\nTwo.\n\nTHREE.\n\nFour.')
})

test('changes of different fields are merged', () => {
  const { mine, fields } = merge({ title: 'Theirs', tags: 'a, b' }, { body: 'Mine.', status: 'published' })

  expect(fields.map(({ field }) => field)).toEqual(['title', 'tags'])
  expect(resolveConflicts(mine, fields, {})).toEqual({ ...BASE, title: 'Theirs', tags: 'a, b', body: 'Mine.', status: 'published' })
})

test('the same change on both sides is no conflict', () => {
  const { mine, fields } = merge({ title: 'New', body: 'Same.' }, { title: ' New ', body: 'Same.' })

  expect(fields.flatMap(({ parts }) => parts.map(({ kind }) => kind))).toEqual(['merged', 'merged'])
  expect(resolveConflicts(mine, fields, {})).toMatchObject({ title: 'New', body: 'Same.' })
})

test('different changes of a paragraph are a conflict', () => {
  const { mine, fields } = merge({ body: 'ONE.\n\nTwo, theirs.\n\nThree.' }, { body: 'One.\n\nTwo, mine.\n\nThree.' })

  expect(fields[0]?.parts).toEqual([
    { kind: 'merged', lines: ['ONE.', ''] },
    { kind: 'conflict', mine: ['Two, mine.'], theirs: ['Two, theirs.'] },
    { kind: 'merged', lines: ['', 'Three.'] },
  ])
  expect(resolveConflicts(mine, fields, {})).toBeUndefined()
})

test.each([
  ['mine', 'One.\n\nTwo, mine.\n\nThree.'],
  ['theirs', 'One.\n\nTwo, theirs.\n\nThree.'],
  ['both', 'One.\n\nTwo, mine.\n\nTwo, theirs.\n\nThree.'],
] as const)('a conflict of the body can keep %s', (choice, body) => {
  const { mine, fields } = merge({ body: 'One.\n\nTwo, theirs.\n\nThree.' }, { body: 'One.\n\nTwo, mine.\n\nThree.' })

  expect(resolveConflicts(mine, fields, { body: ['mine', choice] })?.body).toBe(body)
})

test.each([['mine', 'Mine'], ['theirs', 'Theirs']] as const)('a conflict of the title can keep %s', (choice, title) => {
  const { mine, fields } = merge({ title: 'Theirs' }, { title: 'Mine' })

  expect(resolveConflicts(mine, fields, { title: [choice] })?.title).toBe(title)
})

test('a conflict with a deletion can keep the deletion', () => {
  const { mine, fields } = merge({ body: 'One.\n\nTwo, theirs.\n\nThree.' }, { body: 'One.\n\nThree.' })
  const index = fields[0]!.parts.findIndex(({ kind }) => kind === 'conflict')

  expect(index).toBeGreaterThan(-1)
  expect(resolveConflicts(mine, fields, { body: Object.assign([], { [index]: 'mine' }) })?.body).toBe('One.\n\nThree.')
})

test('long texts are merged quickly', TIMEOUT, () => {
  const all = PARAGRAPHS.map((_, place) => place)
  const mine = { ...BASE, body: alter(1, 2_500).join('\n\n') }
  const theirs = { ...BASE, body: alter(...all.slice(3_000)).join('\n\n') }
  const fields = mergeDrafts({ ...BASE, body: PARAGRAPHS.join('\n\n') }, theirs, mine)

  expect(resolveConflicts(mine, fields, {})?.body).toBe(alter(1, 2_500, ...all.slice(3_000)).join('\n\n'))
})

test('repeated lines are merged quickly', TIMEOUT, () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => index % 3 ? 'Yes.' : 'No.')
  const base = { ...BASE, body: lines.join('\n') }
  const theirs = { ...BASE, body: ['Perhaps.', ...lines].join('\n') }
  const mine = { ...BASE, body: lines.with(20_000, 'Never.').join('\n') }
  const fields = mergeDrafts(base, theirs, mine)

  expect(resolveConflicts(mine, fields, {})?.body).toBe(['Perhaps.', ...lines.with(20_000, 'Never.')].join('\n'))
})

test('long texts without common lines are one conflict', TIMEOUT, () => {
  const rewritten = (word: string) => PARAGRAPHS.map((_, place) => `${word} ${place}.`).join('\n\n')
  const mine = { ...BASE, body: rewritten('Mine') }
  const theirs = { ...BASE, body: rewritten('Theirs') }
  const fields = mergeDrafts({ ...BASE, body: PARAGRAPHS.join('\n\n') }, theirs, mine)

  // Blank lines alone do not split the conflict.
  expect(fields[0]?.parts).toHaveLength(1)
  for (const [choice, { body }] of [['mine', mine], ['theirs', theirs]] as const) {
    expect(resolveConflicts(mine, fields, { body: fields[0]!.parts.map(() => choice) })?.body).toBe(body)
  }
})
