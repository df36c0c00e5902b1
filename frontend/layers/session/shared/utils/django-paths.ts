import type { SessionSettings } from './session-settings'

/** Recognises paths (with or without a query) that Django serves. */
export interface DjangoPaths {
  isApi: (path: string) => boolean
  /** True for the API too. */
  isDjango: (path: string) => boolean
}

/** Compiles the settings `apiPaths` and `djangoPaths`. */
export function createDjangoPaths({ apiPaths, djangoPaths }: Pick<SessionSettings, 'apiPaths' | 'djangoPaths'>): DjangoPaths {
  const [api, django] = [compile(apiPaths), compile(`${apiPaths},${djangoPaths}`)]
  return { isApi: path => api.test(path), isDjango: path => django.test(path) }
}

/** Splits a setting at its commas. */
export function splitPaths(list: string): string[] {
  return list.split(',').map(path => path.trim()).filter(Boolean)
}

function compile(list: string): RegExp {
  return new RegExp(`^(?:${splitPaths(list).map(toPattern).join('|') || '(?!)'})`)
}

function toPattern(path: string): string {
  const isPrefix = path.endsWith('/**')
  const literal = (isPrefix ? path.slice(0, -3) : path).replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
  return literal.replaceAll('*', '[^/?]+') + (isPrefix ? '(?=[/?]|$)' : '(?=[?]|$)')
}
