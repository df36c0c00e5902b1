import { addressOf, readPostQuery } from '../utils/post-query'
import type { PostListPath } from '../utils/post'
import { usePostsStore } from '../stores/posts'

/**
 * The page of a list that the address bar asks for, fetched into the store.
 *
 * @param path which list
 * @param options.optional the page has something to show without the list
 * @returns what was asked for, and whether an outage kept the list of an optional one away
 */
export async function usePostList(path: PostListPath, options: { optional?: boolean } = {}) {
  const posts = usePostsStore()
  const query = readPostQuery(useRoute().query)
  if (!query) throw createError({ status: 404, message: 'Page not found.', fatal: import.meta.client })
  const { error } = await useApiData(addressOf(path, query), () => posts.fetchList(path, query), options)
  return { query, isMissing: computed(() => Boolean(error.value)) }
}
