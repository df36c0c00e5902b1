import type { Rolldown } from 'vite'

type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1]

/** Modules of at least this many pages and other lazy entries go into the initial chunk. */
const MIN_ENTRIES = 4

/** Pages that are opened too rarely to count. */
const RARE = '/layers/accounts/'

/** Puts modules that (nearly) every page needs into one chunk: together they compress better. */
export const initialChunk: Rolldown.CodeSplittingGroup = {
  debugName: 'initial chunk',
  name: (id, modules) => isShared(findEntries(id, modules)) ? 'initial' : null,
}

function isShared(entries: Rolldown.ModuleInfo[]): boolean {
  return entries.filter(({ id }) => !id.includes(RARE)).length >= MIN_ENTRIES || entries.some(entry => entry.isEntry)
}

/** The entries that import a module: the application, its pages and other dynamic imports. */
function findEntries(id: string, modules: Modules, seen = new Set<string>()): Rolldown.ModuleInfo[] {
  const info = modules.getModuleInfo(id)
  if (!info || seen.has(id)) return []
  seen.add(id)
  const isEntry = info.isEntry || info.dynamicImporters.length > 0
  return [...isEntry ? [info] : [], ...info.importers.flatMap(importer => findEntries(importer, modules, seen))]
}
