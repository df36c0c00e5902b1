import { createHash } from 'node:crypto'

/**
 * The tags of a document's head: scripts with all they hold, everything else by its opening tag.
 *
 * A tag is taken as a whole, with its quoted values, so that text which only looks like a tag is never one.
 */
const TAG = /<script\b((?:"[^"]*"|[^">])*)>([\s\S]*?)<\/script>|<([a-z]+)\b(?:"[^"]*"|[^">])*>/gi

/** What browsers take for data: no policy has to let it through. */
const DATA = /\btype="application\/(?:ld\+)?json"/

const POLICY = /^<meta http-equiv="Content-Security-Policy" content="([^"]*)">/
const HASH = /'sha256-[\w+/=]+'/g

/** Writes the nonce into the scripts, and into the links that fetch scripts. */
export function addNonce(html: string, nonce: string): string {
  return html.replace(TAG, (tag, script: string | undefined, _text, name: string | undefined) => {
    const isCode = script !== undefined ? !DATA.test(script) : name?.toLowerCase() === 'link'
    return isCode ? tag.replace(/^<\w+/, `$& nonce="${nonce}"`) : tag
  })
}

/** The hashes of the inline scripts, as sources of a policy. */
export function hashScripts(html: string): string[] {
  return [...html.matchAll(TAG)]
    .filter(([, script]) => script !== undefined && !DATA.test(script) && !/\bsrc="/.test(script))
    .map(([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
}

/** The policy of scripts as a tag, for a page that is kept as a file; comes first in its head. */
export function policyMetaTag(sources: string[]): string {
  return `<meta http-equiv="Content-Security-Policy" content="script-src ${sources.join(' ')}">`
}

/** The hashes that the policy in a page's head lets through. */
export function readHashes(page: string): string[] {
  const head = page.slice(page.indexOf('<head>') + '<head>'.length)
  return POLICY.exec(head)?.[1]?.match(HASH) ?? []
}
