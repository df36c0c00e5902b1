import type { SessionSettings } from './session-settings'

/** Tells which addresses on this site (a path, with or without a query) are not pages of the application. */
export interface DjangoPaths {
  /** Whether it is the API's, which always answers in one shape. */
  isApi: (path: string) => boolean
  /** Whether it is Django's: the API's or any other. */
  isDjango: (path: string) => boolean
}

/** Compiles the lists in the settings; to be done once, for every request is looked at. */
export function createDjangoPaths({ apiPaths, djangoPaths }: Pick<SessionSettings, 'apiPaths' | 'djangoPaths'>): DjangoPaths {
  const [api, django] = [compile(apiPaths), compile(`${apiPaths},${djangoPaths}`)]
  return { isApi: path => api.test(path), isDjango: path => django.test(path) }
}

function compile(list: string): RegExp {
  return new RegExp(`^(?:${splitPaths(list).map(asRegExp).join('|') || '(?!)'})`)
}

/** The paths in a list of the settings. */
export function splitPaths(list: string): string[] {
  return list.split(',').map(path => path.trim()).filter(Boolean)
}

function asRegExp(path: string): string {
  const below = path.endsWith('/**')
  const literal = (below ? path.slice(0, -3) : path).replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
  return literal.replaceAll('*', '[^/?]+') + (below ? '(?=[/?]|$)' : '(?=[?]|$)')
}
