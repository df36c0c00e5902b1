// @vitest-environment jsdom
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'
import EditorToolbar from '../app/components/editor/EditorToolbar.vue'

let field: HTMLTextAreaElement
let toolbar: VueWrapper<InstanceType<typeof EditorToolbar>>

/** Replaces the selection, as browsers do for both commands; no DOM outside of browsers has them. */
function execCommand(_command: string, _showUi: boolean, text = ''): boolean {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return true
}

beforeEach(async () => {
  document.execCommand = execCommand as typeof document.execCommand
  document.body.innerHTML = '<div id="toolbar"></div><textarea id="body"></textarea>'
  field = document.querySelector('textarea')!
  toolbar = mount(EditorToolbar, { props: { target: 'body' }, attachTo: '#toolbar' })
  field.addEventListener('keydown', event => toolbar.vm.pressByKey(event))
  await customElements.whenDefined('markdown-toolbar')
})

afterEach(() => toolbar.unmount())

function select(start: number, end = start): void {
  field.focus()
  field.setSelectionRange(start, end)
}

function write(text: string): void {
  field.value = text
  select(0, text.length)
}

/** Presses a button with the mouse or a key. Browsers click a focused button on a key that is not prevented. */
function press(label: string, how = 'mouse'): void {
  const button = toolbar.get<HTMLElement>(`[aria-label="${label}"]`).element
  button.focus()
  const isClick = how === 'mouse' || button.dispatchEvent(new KeyboardEvent('keydown', { key: how, bubbles: true, cancelable: true }))
  if (isClick) button.click()
}

test.each([
  ['Bold', '**word**', 'b'],
  ['Italic', '_word_', 'i'],
  ['Link', '[word](url)', 'k'],
  ['Code', '`word`', 'e'],
  ['Heading', '## word'],
  ['Image', '![word](url)'],
  ['Quote', '> word'],
  ['List', '- word'],
  ['Numbered list', '1. word'],
])('%s writes %s', (label, markdown, key) => {
  write('word')
  press(label)

  expect(field.value).toBe(markdown)
  expect(document.activeElement).toBe(field)

  for (const modifier of key ? ['ctrlKey', 'metaKey'] : []) {
    write('word')
    field.dispatchEvent(new KeyboardEvent('keydown', { key, [modifier]: true, bubbles: true, cancelable: true }))
    expect(field.value).toBe(markdown)
  }
})

const [LAST, BETWEEN] = ['Last line', 'A line between']
const TEXT = `First line\n\n${BETWEEN}\n\n${LAST}`

test.each([['Heading', '## '], ['Quote', '> '], ['List', '- '], ['Numbered list', '1. ']])('%s toggles the line of the cursor', (label, prefix) => {
  for (const how of ['mouse', 'Enter', ' ']) {
    // At the end of the text, within a word, between two words, and in another line.
    for (const [fromEnd, line] of [[0, LAST], [2, LAST], [5, LAST], [13, BETWEEN]] as const) {
      const styled = TEXT.replace(line, prefix + line)
      field.value = TEXT
      select(TEXT.length - fromEnd)

      for (const expected of [styled, TEXT, styled]) {
        press(label, how)
        expect(field.value).toBe(expected)
        expect(document.activeElement).toBe(field)
      }
      expect([field.selectionStart, field.selectionEnd]).toEqual([styled.length - fromEnd, styled.length - fromEnd])
    }
  }
})

const LINES = 'The first line\nThe second line\n\nThe third line'

test.each([
  ['Heading', 'second', 'The first line\n## The second line\n\nThe third line'],
  ['Heading', LINES, '## The first line\n## The second line\n\n## The third line'],
  ['Quote', 'third', 'The first line\nThe second line\n\n> The third line'],
])('%s toggles the lines of the selection %j', (label, selected, styled) => {
  field.value = LINES
  select(LINES.indexOf(selected), LINES.indexOf(selected) + selected.length)

  for (const expected of [styled, LINES, styled]) {
    press(label)
    expect(field.value).toBe(expected)
    expect(document.activeElement).toBe(field)
  }
  if (!selected.includes('\n')) expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe(selected)
})
