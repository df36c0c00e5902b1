import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Post, PostList, PostListPath } from '../utils/post'
import { listKey, POSTS_PER_PAGE, type PostQuery } from '../utils/post-query'

interface PostsState {
  /** The current page of a list. */
  list: PostList | null
  /** The current post. */
  post: Post | null
  prefetched: { key: string, list: Promise<PostList>, since: number } | null
  /** The latest requests. Responses to earlier ones are ignored. */
  latest: { list?: string, post?: number }
}

/** How long a prefetched page is used, in milliseconds. */
const PREFETCH_TTL = 30_000

/** The posts on screen. */
export const usePostsStore = defineStore('posts', {
  state: (): PostsState => ({ list: null, post: null, prefetched: null, latest: {} }),
  actions: {
    /**
     * Fetches a page of a list into `list`.
     *
     * @returns the key of the page; the posts are in the store only, so that they are in the payload once
     */
    async fetchList(path: PostListPath, query: PostQuery): Promise<string> {
      const key = listKey(path, query)
      const prefetched = this.isPrefetched(key) ? this.prefetched?.list : undefined
      // Used once: the next visit fetches it again.
      this.prefetched = null
      this.latest.list = key
      const list = await (prefetched ?? requestList(path, query))
      if (this.latest.list === key) this.list = markRaw(list)
      return key
    },
    /** Prefetches a page of a list. Errors are ignored: `fetchList` then fetches it again. */
    prefetch(path: PostListPath, query: PostQuery): void {
      const key = listKey(path, query)
      if (this.isPrefetched(key)) return
      const list = requestList(path, query)
      this.prefetched = { key, list: markRaw(list), since: Date.now() }
      list.catch(() => {
        if (this.prefetched?.key === key) this.prefetched = null
      })
    },
    isPrefetched(key: string): boolean {
      return this.prefetched?.key === key && Date.now() - this.prefetched.since < PREFETCH_TTL
    },
    /**
     * Fetches a post into `post`.
     *
     * @returns the id of the post
     */
    async fetchPost(id: number): Promise<number> {
      this.latest.post = id
      const post = await useNuxtApp().$api('/api/posts/{id}/', { path: { id } })
      if (this.latest.post === id) this.post = post
      return id
    },
  },
})

function requestList(path: PostListPath, query: PostQuery): Promise<PostList> {
  return useNuxtApp().$api(path, { query: { ...query, page_size: POSTS_PER_PAGE } })
}
