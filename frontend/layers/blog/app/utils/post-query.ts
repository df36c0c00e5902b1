import type { LocationQuery } from 'vue-router'
import type { PostListPath } from './post'
import type { ApiOptions } from '#layers/session/shared/types/api'

/** How many posts a page of a list shows. */
export const POSTS_PER_PAGE = 10

/** The filters, ordering and page of a list, as the URL's query has them. */
export type PostQuery = Omit<NonNullable<ApiOptions<'/api/posts/', 'get'>['query']>, 'page_size'> & { page: number }

/**
 * Reads the query of a list from the URL. The API validates the values.
 *
 * @returns undefined if the page or the author is not a positive number
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

/** Whether a query has a search or a filter. */
export function isFiltered({ search, author, tag }: PostQuery): boolean {
  return search !== undefined || author !== undefined || tag !== undefined
}

/** A key for one page of one list. */
export function listKey(path: PostListPath, query: PostQuery): string {
  return `${path}?${JSON.stringify(query)}`
}

function readText(value: LocationQuery[string] | undefined): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

function readNumber(value: LocationQuery[string] | undefined): number | undefined {
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined
}
