import type { ApiResponse } from '#layers/session/shared/types/api'

/** A post with its full text. */
export type Post = ApiResponse<'/api/posts/{id}/'>

/** The API's lists: all posts for members, the public ones, and the author's own drafts. */
export type PostListPath = '/api/posts/' | '/api/posts/public/' | '/api/posts/drafts/'

/** One page of a list. */
export type PostList = ApiResponse<PostListPath>

/** A post in a list. */
export type ListedPost = PostList['results'][number]

/** The path of a post's page. Only the id identifies the post; the slug is for readers. */
export function postPath({ id, slug }: { id: number, slug: string }): string {
  return `/posts/${id}/${slug}`
}

/** Whether visitors and search engines may read a post. */
export function isPublicPost({ status, visibility }: Pick<Post, 'status' | 'visibility'>): boolean {
  return status === 'published' && visibility === 'public'
}

/**
 * Reads the id of a post from a route parameter.
 *
 * @throws 404 if the parameter is not a number
 */
export function readPostId(param: unknown): number {
  if (typeof param !== 'string' || !/^\d{1,15}$/.test(param)) {
    throw createError({ status: 404, message: 'Post not found.', fatal: import.meta.client })
  }
  return Number(param)
}
