import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Post, PostList, PostListPath } from '../utils/post'
import { addressOf, POSTS_PER_PAGE, type PostQuery } from '../utils/post-query'

interface PostsState {
  /** The page of a list that was fetched last. */
  list: PostList | null
  /** The post that was fetched last. */
  post: Post | null
  /** The page that will probably be wanted next, on its way or there. */
  ahead: { address: string, list: Promise<PostList>, since: number } | null
  /** What was asked for last: an answer that comes after a newer question is left aside. */
  wanted: { list?: string, post?: number }
}

/** For how long a page that was fetched ahead counts as what there is now, in milliseconds. */
const AHEAD_AGE = 30_000

/** The posts on screen. */
export const usePostsStore = defineStore('posts', {
  state: (): PostsState => ({ list: null, post: null, ahead: null, wanted: {} }),
  actions: {
    /** @returns the page's address; the posts themselves are in the store, and travel with the page only once */
    async fetchList(path: PostListPath, query: PostQuery): Promise<string> {
      const address = addressOf(path, query)
      const ahead = this.isAhead(address) ? this.ahead?.list : undefined
      // Used once: whoever comes back later wants what is new.
      this.ahead = null
      this.wanted.list = address
      const list = await (ahead ?? requestList(path, query))
      // It comes and goes as a whole: nobody has to watch its parts.
      if (this.wanted.list === address) this.list = markRaw(list)
      return address
    },
    /** Fetches a page before it is asked for. Should that fail, asking for it asks again and shows what is wrong. */
    fetchAhead(path: PostListPath, query: PostQuery): void {
      const address = addressOf(path, query)
      if (this.isAhead(address)) return
      const list = requestList(path, query)
      this.ahead = { address, list: markRaw(list), since: Date.now() }
      list.catch(() => {
        if (this.ahead?.address === address) this.ahead = null
      })
    },
    isAhead(address: string): boolean {
      return this.ahead?.address === address && Date.now() - this.ahead.since < AHEAD_AGE
    },
    /** @returns the post's id */
    async fetchPost(id: number): Promise<number> {
      this.wanted.post = id
      const post = await useNuxtApp().$api('/api/posts/{id}/', { path: { id } })
      if (this.wanted.post === id) this.post = post
      return id
    },
  },
})

function requestList(path: PostListPath, query: PostQuery): Promise<PostList> {
  return useNuxtApp().$api(path, { query: { ...query, page_size: POSTS_PER_PAGE } })
}
