import type { PostQuery } from '../utils/post-query'

/** Where a choice of posts is shown: to members among all posts, to everybody else among those for everyone. */
export function usePostListLocation() {
  const session = useSessionStore()
  return (query: Pick<PostQuery, 'author' | 'tag'>) => ({ path: session.account ? '/posts' : '/', query })
}
