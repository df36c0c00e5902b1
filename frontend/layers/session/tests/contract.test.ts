import { expect, test } from 'vitest'
import { isDjangoPath } from '../shared/contract'

test.each([
  '/api/', '/api/posts/?page=2', '/api', '/admin/', '/static/admin/css/base.css',
  '/robots.txt', '/sitemap.xml', '/sitemap.xml?p=2', '/sitemap-posts.xml', '/feed.atom',
])('%s is Django’s', (path) => {
  expect(isDjangoPath(path)).toBe(true)
})

test.each(['/', '/posts', '/apiary', '/administrators', '/posts/api', '/robots.txt/', '/robotsxtxt', '/feed.atoms', '/posts/feed.atom'])(
  '%s is the application’s', (path) => {
    expect(isDjangoPath(path)).toBe(false)
  })
