import { isPublicPost, postPath, type Post } from '../utils/post'

/** The size of the API's Open Graph image, in pixels. */
const IMAGE_SIZE = { width: 1200, height: 630 }

/**
 * Sets a post's metadata for search engines and shared links.
 *
 * A post that is not public has none but `noindex`.
 */
export function usePostMeta(post: Ref<Post | null>): void {
  const origin = usePublicOrigin()
  useHead(() => post.value ? headOf(post.value, origin) : {})
}

function headOf(post: Post, origin: string) {
  const description = { name: 'description', content: post.excerpt }
  if (!isPublicPost(post)) return { title: post.title, meta: [description, { name: 'robots', content: 'noindex' }] }
  const url = origin + postPath(post)
  const image = `${origin}/api/posts/${post.id}/card.png`
  return {
    title: post.title,
    meta: [description, ...sharingMeta(post, url, image)],
    link: [{ rel: 'canonical', href: url }],
    script: [{ type: 'application/ld+json', innerHTML: jsonLd(post, url, image) }],
  }
}

/** @see https://ogp.me */
function sharingMeta({ title, excerpt, published_at, updated_at }: Post, url: string, image: string) {
  return [
    { property: 'og:type', content: 'article' },
    { property: 'og:site_name', content: 'Latchkey' },
    { property: 'og:title', content: title },
    { property: 'og:description', content: excerpt },
    { property: 'og:url', content: url },
    { property: 'og:image', content: image },
    { property: 'og:image:type', content: 'image/png' },
    { property: 'og:image:width', content: IMAGE_SIZE.width },
    { property: 'og:image:height', content: IMAGE_SIZE.height },
    { property: 'og:image:alt', content: title },
    { property: 'article:published_time', content: published_at },
    { property: 'article:modified_time', content: updated_at },
    { name: 'twitter:card', content: 'summary_large_image' },
  ]
}

/**
 * Structured data. Unhead escapes it, so that it cannot end its `<script>`.
 *
 * @see https://schema.org/BlogPosting
 */
function jsonLd({ title, excerpt, author, tags, published_at, updated_at }: Post, url: string, image: string) {
  return {
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    'headline': title,
    'description': excerpt,
    'author': { '@type': 'Person', 'name': author.name },
    'keywords': tags.map(({ name }) => name),
    'datePublished': published_at,
    'dateModified': updated_at,
    'mainEntityOfPage': url,
    image,
  }
}
