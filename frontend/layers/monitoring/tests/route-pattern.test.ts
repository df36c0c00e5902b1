import { expect, test } from 'vitest'
import { createDjangoPaths } from '../../session/shared/utils/django-paths'
import { createRouteMatcher } from '../server/utils/route-pattern'

const matchRoute = createRouteMatcher(['/', '/posts', '/posts/:slug()', '/posts/:slug()/edit'], createDjangoPaths({ apiPaths: '/api/**', djangoPaths: '/admin/**,/sitemap-*.xml' }))

test.each([
  ['/', '/'],
  ['/posts/', '/posts'],
  ['/posts/a-title', '/posts/:slug()'],
  ['/posts/a-title/edit', '/posts/:slug()/edit'],
  ['/_nuxt/entry.123.js', '/_nuxt/'],
  ['/api/posts/17/', '/api/'],
  ['/admin/', '_DJANGO'],
  ['/sitemap-anything.xml', '_DJANGO'],
  ['/wp-login.php', '_OTHER'],
  ['/%ff%', '_OTHER'],
])('%s matches %s', (path, route) => {
  expect(matchRoute(path)).toBe(route)
})

test('a server route is its own pattern', () => {
  expect(matchRoute('/health/live', '/health/live')).toBe('/health/live')
})
