import type { PostList } from './post'
import type { PostQuery } from './post-query'

/** The names of the active filters. The query has only ids; the posts found have the names. */
export function filterNames(query: PostQuery, list: PostList | null): { author?: string, tag?: string } {
  const posts = list?.results ?? []
  const author = posts.find(post => post.author.id === query.author)?.author.name ?? 'this author'
  const tag = posts.flatMap(({ tags }) => tags).find(({ slug }) => slug === query.tag)?.name ?? query.tag
  return { ...(query.author !== undefined && { author }), ...(tag && { tag }) }
}

/** The heading of a list with its filters: “Posts about boats by Hannah”. */
export function listHeading(name: string, query: PostQuery, list: PostList | null): string {
  const { author, tag } = filterNames(query, list)
  const parts = [name, tag && `about ${tag}`, author && `by ${author}`, query.search && `with “${query.search}”`]
  return parts.filter(Boolean).join(' ')
}

/** The title of one page of a list. */
export function listTitle(heading: string, { page }: PostQuery): string {
  return page === 1 ? heading : `${heading}, page ${page}`
}

/** How many posts match, and which of them the list has when it is capped. */
export function resultSummary(list: PostList, query: PostQuery): string {
  const count = list.count.toLocaleString('en-GB')
  if (!list.count_is_capped) return `${count} ${list.count === 1 ? 'post' : 'posts'}`
  if (!query.search) return `${count} or more posts`
  if (query.ordering === 'published_at') return `More than ${count} posts match. These are the oldest ${count}.`
  return `More than ${count} posts match. These are the newest ${count}${query.ordering ? '' : ', best match first'}.`
}
