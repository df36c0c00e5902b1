import { createHash } from 'node:crypto'

/** Tags of a document's head, with quoted attribute values, so that text in them never matches; scripts with content. */
const TAG = /<script\b((?:"[^"]*"|[^">])*)>([\s\S]*?)<\/script>|<([a-z]+)\b(?:"[^"]*"|[^">])*>/gi

/** Data blocks are not executed, so they need no nonce or hash. */
const DATA = /\btype="application\/(?:ld\+)?json"/

const POLICY = /^<meta http-equiv="Content-Security-Policy" content="([^"]*)">/
const HASH = /'sha256-[\w+/=]+'/g

/** Adds the nonce to scripts and to links, which may preload scripts. */
export function addNonce(html: string, nonce: string): string {
  return html.replace(TAG, (tag, script: string | undefined, _text, name: string | undefined) => {
    const isCode = script !== undefined ? !DATA.test(script) : name?.toLowerCase() === 'link'
    return isCode ? tag.replace(/^<\w+/, `$& nonce="${nonce}"`) : tag
  })
}

/** CSP hashes of the inline scripts. */
export function hashScripts(html: string): string[] {
  return [...html.matchAll(TAG)]
    .filter(([, script]) => script !== undefined && !DATA.test(script) && !/\bsrc="/.test(script))
    .map(([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
}

/** CSP as a `meta` tag, for a prerendered page; it comes first in the head. */
export function policyMetaTag(sources: string[]): string {
  return `<meta http-equiv="Content-Security-Policy" content="script-src ${sources.join(' ')}">`
}

/** The hashes in a page's `policyMetaTag`. */
export function readHashes(page: string): string[] {
  const head = page.slice(page.indexOf('<head>') + '<head>'.length)
  return POLICY.exec(head)?.[1]?.match(HASH) ?? []
}
