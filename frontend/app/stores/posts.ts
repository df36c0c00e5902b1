import type { ApiAnswer } from '#layers/session/app/api/typed-api'
import { defineStore } from 'pinia'

/** How many posts a page of the list shows. */
export const POSTS_PER_PAGE = 10

interface PostsState {
  /** The page of the list that was fetched last. */
  list: ApiAnswer<'/api/posts/'> | null
  /** The post that was fetched last. */
  post: ApiAnswer<'/api/posts/{id}/'> | null
  /** What was asked for last: an answer that comes after a newer question is left aside. */
  wanted: { page?: number, post?: number }
}

/** The posts on screen. */
export const usePostsStore = defineStore('posts', {
  state: (): PostsState => ({ list: null, post: null, wanted: {} }),
  actions: {
    /** @returns the page's number; the posts themselves are in the store, and travel with the page only once */
    async fetchPage(page: number): Promise<number> {
      this.wanted.page = page
      const list = await useNuxtApp().$api('/api/posts/', { query: { page, page_size: POSTS_PER_PAGE } })
      if (this.wanted.page === page) this.list = list
      return page
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
