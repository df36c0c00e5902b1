type Directives = Record<string, string[]>

/** What is no page and can neither run nor load nor be shown in one. */
export const NOTHING = write({
  'default-src': [`'none'`],
  'base-uri': [`'none'`],
  'form-action': [`'none'`],
  'frame-ancestors': [`'none'`],
})

/** What differs from one page to the next. */
export interface Page {
  /** Where scripts may come from. */
  scripts: string[]
  /** Where browsers reach the API; empty for the page's own origin. */
  api: string
  https: boolean
}

/** What a page may load and do. */
export function pagePolicy({ scripts, api, https }: Page): string {
  const origins = [`'self'`, ...(api ? [api.replace(/\/$/, '')] : [])]
  return write({
    'default-src': [`'none'`],
    'script-src': scripts,
    // Vite puts the styles into the page as they change.
    'style-src': import.meta.dev ? [`'self'`, `'unsafe-inline'`] : [`'self'`],
    // A post may show pictures from anywhere.
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

function write(directives: Directives): string {
  return Object.entries(directives).map(parts => parts.flat().join(' ')).join('; ')
}
