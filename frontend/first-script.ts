import type { Rolldown } from 'vite'

type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1]

/** What so many pages need comes with the first script, and not in a file of its own. */
const MOST_PAGES = 4

/** Puts what (nearly) every page needs into one file: the parts compress better together than each on its own. */
export const firstScript: Rolldown.CodeSplittingGroup = {
  debugName: 'first script',
  name: (id, modules) => isForMostPages(entriesThatNeed(id, modules)) ? 'first' : null,
}

function isForMostPages(entries: Rolldown.ModuleInfo[]): boolean {
  return entries.length >= MOST_PAGES || entries.some(entry => entry.isEntry)
}

/** The application itself, and its pages and other parts that are fetched on demand. */
function entriesThatNeed(id: string, modules: Modules, seen = new Set<string>()): Rolldown.ModuleInfo[] {
  const info = modules.getModuleInfo(id)
  if (!info || seen.has(id)) return []
  seen.add(id)
  const isFetchedByItself = info.isEntry || info.dynamicImporters.length > 0
  return [...isFetchedByItself ? [info] : [], ...info.importers.flatMap(importer => entriesThatNeed(importer, modules, seen))]
}
