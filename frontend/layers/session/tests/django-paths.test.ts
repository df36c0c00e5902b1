import { expect, test } from 'vitest'
import { cookieNames } from '../shared/utils/session-settings'
import { createDjangoPaths } from '../shared/utils/django-paths'
import { SETTINGS } from './settings'

const { isApi, isDjango } = createDjangoPaths(SETTINGS)

test.each([
  '/api/', '/api/posts/?page=2', '/api', '/admin/', '/static/admin/css/base.css',
  '/robots.txt', '/sitemap.xml', '/sitemap.xml?p=2', '/sitemap-posts.xml', '/feed.atom',
])('Django serves %s', (path) => {
  expect(isDjango(path)).toBe(true)
})

test.each(['/', '/posts', '/apiary', '/administrators', '/posts/api', '/robots.txt/', '/robotsxtxt', '/feed.atoms', '/posts/feed.atom'])(
  'Nuxt serves %s', (path) => {
    expect(isDjango(path)).toBe(false)
  })

test('it recognises the API', () => {
  expect(['/api', '/api/posts/?page=2', '/admin/', '/robots.txt', '/apiary', '/'].filter(isApi)).toEqual(['/api', '/api/posts/?page=2'])
})

test('it escapes the paths in the settings', () => {
  const paths = createDjangoPaths({ apiPaths: '/v1/**, /auth/**', djangoPaths: '/humans.txt,/map-*.xml' })

  expect(['/v1/a', '/auth', '/humans.txt?a', '/map-1.xml'].filter(path => !paths.isDjango(path))).toEqual([])
  expect(['/api/', '/v10', '/humansxtxt', '/map-.xml', '/map-a/b.xml', '/'].filter(paths.isDjango)).toEqual([])
})

test('empty settings match nothing', () => {
  const paths = createDjangoPaths({ apiPaths: '', djangoPaths: '' })

  expect(['/', '/api/', ''].filter(paths.isDjango)).toEqual([])
})

test('it prefixes both cookies', () => {
  expect(cookieNames({ ...SETTINGS, cookiePrefix: '__Host-' })).toEqual({ session: '__Host-sessionid', csrf: '__Host-csrftoken' })
})
