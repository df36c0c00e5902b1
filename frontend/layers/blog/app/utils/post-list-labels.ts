import type { PostList } from './post'
import type { PostQuery } from './post-query'

/** What the filters are called: the address bar only has their ids, and what was found knows their names. */
export function filterNames(query: PostQuery, list: PostList | null): { author?: string, tag?: string } {
  const posts = list?.results ?? []
  const author = posts.find(post => post.author.id === query.author)?.author.name ?? 'this author'
  const tag = posts.flatMap(({ tags }) => tags).find(({ slug }) => slug === query.tag)?.name ?? query.tag
  return { ...(query.author !== undefined && { author }), ...(tag && { tag }) }
}

/** What a list is called with its filters: “Posts about boats by Hannah”. */
export function listHeading(name: string, query: PostQuery, list: PostList | null): string {
  const { author, tag } = filterNames(query, list)
  const parts = [name, tag && `about ${tag}`, author && `by ${author}`, query.search && `with “${query.search}”`]
  return parts.filter(Boolean).join(' ')
}

/** The title of a list's page, which tells it from the others in the history and when it is read out. */
export function listTitle(heading: string, { page }: PostQuery): string {
  return page === 1 ? heading : `${heading}, page ${page}`
}
