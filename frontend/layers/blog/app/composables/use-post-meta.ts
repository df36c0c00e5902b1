import { isForEveryone, postPath, type Post } from '../utils/post'

/** The size of the picture that the API draws, in pixels. */
const CARD = { width: 1200, height: 630 }

/**
 * What search engines and sharing read of a post.
 *
 * Of a post that is not for everyone they learn nothing but that they should keep it out.
 */
export function usePostMeta(post: Ref<Post | null>): void {
  const origin = usePublicOrigin()
  useHead(() => post.value ? headOf(post.value, origin) : {})
}

function headOf(post: Post, origin: string) {
  const description = { name: 'description', content: post.excerpt }
  if (!isForEveryone(post)) return { title: post.title, meta: [description, { name: 'robots', content: 'noindex' }] }
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
    { property: 'og:image:width', content: CARD.width },
    { property: 'og:image:height', content: CARD.height },
    { property: 'og:image:alt', content: title },
    { property: 'article:published_time', content: published_at },
    { property: 'article:modified_time', content: updated_at },
    { name: 'twitter:card', content: 'summary_large_image' },
  ]
}

/**
 * Unhead writes it so that it cannot end the `<script>` it stands in, whatever people wrote.
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
