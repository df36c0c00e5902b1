type Directives = Record<string, string[]>

/** Policy for responses that are not pages: nothing is allowed. */
export const EMPTY_POLICY = serialize({
  'default-src': [`'none'`],
  'base-uri': [`'none'`],
  'form-action': [`'none'`],
  'frame-ancestors': [`'none'`],
})

export interface PageOptions {
  /** Sources of `script-src`. */
  scripts: string[]
  /** Origin of the API, for browsers; empty for the page's own. */
  api: string
  https: boolean
}

/** Content-Security-Policy of a page. Add your hosts here. */
export function pagePolicy({ scripts, api, https }: PageOptions): string {
  const origins = [`'self'`, ...(api ? [api.replace(/\/$/, '')] : [])]
  return serialize({
    'default-src': [`'none'`],
    'script-src': scripts,
    // Vite injects styles in development.
    'style-src': import.meta.dev ? [`'self'`, `'unsafe-inline'`] : [`'self'`],
    // Posts may contain images from any host.
    'img-src': [`'self'`, 'https:', 'data:'],
    'font-src': [`'self'`],
    'connect-src': import.meta.dev ? [...origins, 'ws:', 'wss:'] : origins,
    'manifest-src': [`'self'`],
    'form-action': origins,
    'base-uri': [`'none'`],
    'frame-ancestors': [`'none'`],
    ...(https ? { 'upgrade-insecure-requests': [] } : {}),
  })
}

function serialize(directives: Directives): string {
  return Object.entries(directives).map(parts => parts.flat().join(' ')).join('; ')
}
