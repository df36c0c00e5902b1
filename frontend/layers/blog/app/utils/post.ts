import type { ApiAnswer } from '#layers/session/shared/types/api'

/** A post to read, or to go on with. */
export type Post = ApiAnswer<'/api/posts/{id}/'>

/** The lists there are: for members, for everyone, and one's own drafts. */
export type PostListPath = '/api/posts/' | '/api/posts/public/' | '/api/posts/drafts/'

/** One page of a list. */
export type PostList = ApiAnswer<PostListPath>

/** A post in a list. */
export type ListedPost = PostList['results'][number]

/** The address of a post's page: the id decides, the slug is for people. */
export function postPath({ id, slug }: { id: number, slug: string }): string {
  return `/posts/${id}/${slug}`
}

/** Whether anybody may read it: only then may a search engine know of it. */
export function isForEveryone({ status, visibility }: Pick<Post, 'status' | 'visibility'>): boolean {
  return status === 'published' && visibility === 'public'
}
