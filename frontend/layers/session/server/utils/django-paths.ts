import { useRuntimeConfig } from 'nitropack/runtime'
import { createDjangoPaths, type DjangoPaths } from '../../shared/utils/django-paths'

let paths: DjangoPaths | undefined

/** Which addresses this server passes on to Django; compiled once, for its settings do not change. */
export function djangoPaths(): DjangoPaths {
  return paths ??= createDjangoPaths(useRuntimeConfig().public.session)
}
