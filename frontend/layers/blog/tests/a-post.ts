import type { Post } from '../app/posts/post'

/** A post as the API answers it, with whatever matters to a test. */
export function aPost(values: Partial<Post> = {}): Post {
  return {
    id: 5, version: 3, title: 'A title', slug: 'a-title', author: { id: 1, name: 'Alice' }, excerpt: '', visibility: 'members',
    tags: [], published_at: null, updated_at: '2026-11-01T12:00:00Z', status: 'draft', summary: '', body: 'A text.', body_html: '',
    is_author: true, ...values,
  }
}

/** What `$api` throws. */
export function failure(status: number, code = 'some_code', more: Record<string, unknown> = {}, headers = {}) {
  const errors = [{ code, detail: 'Detail.', attr: null }]
  return Object.assign(new Error(code), { status, data: { type: 'client_error', errors, ...more }, response: { headers: new Headers(headers) } })
}
