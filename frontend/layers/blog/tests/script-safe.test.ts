import { expect, test } from 'vitest'
import { scriptSafe } from '../app/posts/script-safe'

test.each(['</script><script>alert(1)</script>', '<!--<script>', '<', 'plain & simple'])('%j can be put into a script and read back', (text) => {
  const json = scriptSafe({ text })

  expect(json).not.toContain('<')
  expect(JSON.parse(json)).toEqual({ text })
})
