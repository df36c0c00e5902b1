import { expect, test } from 'vitest'
import { parseTags, singleLine } from '../app/utils/normalize-text'
import spellings from './spellings.json'

// The API's tests use the same examples.
test.each(spellings.lines)('the line %j becomes %j', (typed, line) => {
  expect(singleLine(typed!)).toBe(line)
})

test.each(spellings.tags)('the tag %j becomes %j', (typed, spelling) => {
  expect(parseTags(typed!)).toEqual(spelling ? [spelling] : [])
})

test('tags keep their order and first spelling', () => {
  expect(parseTags(' iOS, Home  Lab, c++,home lab,,IOS ')).toEqual(['iOS', 'Home Lab', 'c++'])
})
