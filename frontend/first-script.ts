import type { Rolldown } from 'vite'

type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1]

/** Modules that so many entries need are in the first script. */
const MIN_ENTRIES = 4

/** Puts the modules of (nearly) every page into one chunk, because they compress better together. */
export const firstScript: Rolldown.CodeSplittingGroup = {
  debugName: 'first script',
  name: (id, modules) => isForMostEntries(entriesOf(id, modules)) ? 'first' : null,
}

function isForMostEntries(entries: Rolldown.ModuleInfo[]): boolean {
  return entries.length >= MIN_ENTRIES || entries.some(entry => entry.isEntry)
}

/** The application, and its pages and other lazy components, as far as they import a module. */
function entriesOf(id: string, modules: Modules, seen = new Set<string>()): Rolldown.ModuleInfo[] {
  const info = modules.getModuleInfo(id)
  if (!info || seen.has(id)) return []
  seen.add(id)
  const isEntry = info.isEntry || info.dynamicImporters.length > 0
  return [...isEntry ? [info] : [], ...info.importers.flatMap(importer => entriesOf(importer, modules, seen))]
}
