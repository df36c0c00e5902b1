import { useRuntimeConfig } from 'nitropack/runtime'
import { createDjangoPaths, type DjangoPaths } from '../../shared/utils/django-paths'

let paths: DjangoPaths | undefined

/** The paths that this server proxies to Django; compiled once. */
export function djangoPaths(): DjangoPaths {
  return paths ??= createDjangoPaths(useRuntimeConfig().public.session)
}
