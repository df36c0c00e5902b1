import { addressOf, readPostQuery } from './post-query'
import type { PostListPath } from './post'
import { usePostsStore } from '../stores/posts'

/**
 * The page of a list that the address bar asks for, fetched into the store.
 *
 * @param path which list
 * @returns what was asked for
 */
export async function usePostList(path: PostListPath) {
  const posts = usePostsStore()
  const query = readPostQuery(useRoute().query)
  if (!query) throw createError({ status: 404, message: 'There is no such page.', fatal: import.meta.client })
  await useApiData(addressOf(path, query), () => posts.fetchList(path, query))
  return query
}
