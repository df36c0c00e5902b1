import type { LocationQuery } from 'vue-router'
import type { PostListPath } from './post'
import type { ApiOptions } from '#layers/session/shared/types/api'

/** How many posts a page of a list shows. */
export const POSTS_PER_PAGE = 10

/** Which posts, in which order, and which page of them: all of it stands in the address bar. */
export type PostQuery = Omit<NonNullable<ApiOptions<'/api/posts/', 'get'>['query']>, 'page_size'> & { page: number }

/**
 * Reads what the address bar asks for.
 *
 * @returns undefined when a number is none, or none to count from 1 by; whether the values make sense is for the API to say
 */
export function readPostQuery(query: LocationQuery): PostQuery | undefined {
  const page = readNumber(query.page ?? '1')
  const author = query.author === undefined ? undefined : readNumber(query.author)
  if (page === undefined || (query.author !== undefined && author === undefined)) return undefined
  return {
    page,
    ...(author !== undefined && { author }),
    ...(readText(query.search) && { search: readText(query.search) }),
    ...(readText(query.tag) && { tag: readText(query.tag) }),
    ...(readText(query.ordering) && { ordering: readText(query.ordering) as PostQuery['ordering'] }),
  }
}

/** Whether it is a choice of posts, and not all of them. */
export function isFiltered({ search, author, tag }: PostQuery): boolean {
  return search !== undefined || author !== undefined || tag !== undefined
}

/** Tells one page of one list from all others. */
export function addressOf(path: PostListPath, query: PostQuery): string {
  return `${path}?${JSON.stringify(query)}`
}

function readText(value: LocationQuery[string] | undefined): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

function readNumber(value: LocationQuery[string] | undefined): number | undefined {
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined
}
