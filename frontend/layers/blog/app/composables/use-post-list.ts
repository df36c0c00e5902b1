import { listKey, readPostQuery, type PostQuery } from '../utils/post-query'
import type { PostListPath } from '../utils/post'
import { usePostsStore } from '../stores/posts'

/**
 * Fetches a list into the store, with the page, search and filters of the URL.
 *
 * @param path the list
 * @param options.optional whether the page renders without the list during an outage
 * @returns the query, and whether the list is unavailable because of an outage
 * @throws 404 if the URL's query is not valid
 */
export async function usePostList(path: PostListPath, options: { optional?: boolean } = {}) {
  const posts = usePostsStore()
  const query = readPostQuery(useRoute().query)
  if (!query) throw createError({ status: 404, message: 'Page not found.', fatal: import.meta.client })
  const { error } = await useApiData(listKey(path, query), () => posts.fetchList(path, query), options)
  return { query, isUnavailable: computed(() => Boolean(error.value)) }
}

/** Returns a function that locates a filtered list: of all posts for members, of the public ones for visitors. */
export function usePostListLocation() {
  const session = useSessionStore()
  return (query: Pick<PostQuery, 'author' | 'tag'>) => ({ path: session.account ? '/posts' : '/', query })
}
