import type { PostList } from './post'
import type { PostQuery } from './post-query'

/** How many posts fit, and which of them are shown where that is not all. */
export function foundText(list: PostList, query: PostQuery): string {
  const count = list.count.toLocaleString('en-GB')
  if (!list.count_is_capped) return `${count} ${list.count === 1 ? 'post' : 'posts'}`
  if (!query.search) return `${count} or more posts`
  if (query.ordering === 'published_at') return `More than ${count} posts match. These are the oldest ${count}.`
  return `More than ${count} posts match. These are the newest ${count}${query.ordering ? '' : ', best match first'}.`
}
