import { describe, expect, it } from 'vitest'
import { addNonce, hashScripts, policyMetaTag, readHashes } from '../server/utils/inline-scripts'

const HASH_OF_A = `'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='`

describe('addNonce', () => {
  it.each([
    ['<script>a</script>', '<script nonce="N">a</script>'],
    ['<script type="module" src="/a.js"></script>', '<script nonce="N" type="module" src="/a.js"></script>'],
    ['<script type="importmap">{}</script>', '<script nonce="N" type="importmap">{}</script>'],
    ['<link rel="modulepreload" href="/a.js">', '<link nonce="N" rel="modulepreload" href="/a.js">'],
  ])('it marks %s', (html, marked) => {
    expect(addNonce(html, 'N')).toBe(marked)
  })

  it.each([
    '<script type="application/json">["<link>"]</script>',
    '<script type="application/ld+json">{}</script>',
    '<meta name="description" content="<script>alert(1)</script> <link>">',
    '<title>&lt;script&gt;</title>',
  ])('it ignores %s', (html) => {
    expect(addNonce(html, 'N')).toBe(html)
  })

  it('it marks each tag once', () => {
    const head = '<meta content="a > b"><script>if (1 > 0) "<link>"</script><link rel="icon"><script>b</script>'

    expect(addNonce(head, 'N').match(/nonce="N"/g)).toHaveLength(3)
  })
})

describe('hashScripts', () => {
  it('it hashes inline scripts with code', () => {
    const head = '<script>a</script><script src="/a.js"></script><script type="application/json">a</script>'

    expect(hashScripts(head)).toEqual([HASH_OF_A])
  })
})

describe('readHashes', () => {
  it('it reads the policy tag', () => {
    expect(readHashes(`<html><head>${policyMetaTag([`'self'`, HASH_OF_A])}<meta charset="utf-8">`)).toEqual([HASH_OF_A])
  })

  it.each(['', '<html><head></head>', `<html><head></head><body>${policyMetaTag([HASH_OF_A])}`])('it reads nothing from %s', (page) => {
    expect(readHashes(page)).toEqual([])
  })
})
