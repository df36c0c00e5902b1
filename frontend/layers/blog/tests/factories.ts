import type { Post } from '../app/utils/post'
import type { PostDraft } from '../app/utils/post-draft'

/** The content of `aPost()`. */
export const CONTENT = { title: 'A title', summary: '', body: 'A text.', status: 'draft', visibility: 'members' } as const

/** A draft that differs from an empty one in every field. */
export const OTHER_DRAFT: PostDraft = { title: 'B', summary: 'B', tags: 'b', body: ' ', status: 'published', visibility: 'public' }

/** A post of the API. */
export function aPost(values: Partial<Post> = {}): Post {
  return {
    ...CONTENT, id: 5, version: 3, slug: 'a-title', author: { id: 1, name: 'Alice' }, excerpt: '', tags: [], published_at: null,
    updated_at: '2026-11-01T12:00:00Z', body_html: '', is_author: true, ...values,
  }
}

/** An error that `$api` throws. */
export function apiError(status: number, code = 'some_code', more: Record<string, unknown> = {}, headers = {}) {
  const errors = [{ code, detail: 'Detail.', attr: null }]
  return Object.assign(new Error(code), { status, data: { type: 'client_error', errors, ...more }, response: { headers: new Headers(headers) } })
}
