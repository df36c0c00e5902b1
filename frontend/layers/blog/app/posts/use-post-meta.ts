import { scriptSafe } from './script-safe'
import { isForEveryone, postPath, type Post } from './post'

/** The size of the picture that the API draws, in pixels. */
const CARD = { width: 1200, height: 630 }

/**
 * What search engines and sharing read of a post.
 *
 * Of a post that is not for everyone they learn nothing but that they should keep it out.
 */
export function usePostMeta(post: Ref<Post | null>): void {
  const origin = usePublicOrigin()
  const shared = computed(() => post.value && isForEveryone(post.value) ? post.value : undefined)
  const url = computed(() => shared.value && origin + postPath(shared.value))
  const image = computed(() => shared.value && `${origin}/api/posts/${shared.value.id}/card.png`)

  useSeoMeta({
    title: () => post.value?.title,
    description: () => post.value?.excerpt,
    robots: () => shared.value ? undefined : 'noindex',
    ogType: () => shared.value && 'article',
    ogSiteName: () => shared.value && 'Latchkey',
    ogTitle: () => shared.value?.title,
    ogDescription: () => shared.value?.excerpt,
    ogUrl: url,
    ogImage: image,
    ogImageType: () => shared.value && 'image/png',
    ogImageWidth: () => shared.value && CARD.width,
    ogImageHeight: () => shared.value && CARD.height,
    ogImageAlt: () => shared.value?.title,
    articlePublishedTime: () => shared.value?.published_at ?? undefined,
    articleModifiedTime: () => shared.value?.updated_at,
    twitterCard: () => shared.value && 'summary_large_image',
  })
  useHead({
    link: () => url.value ? [{ rel: 'canonical', href: url.value }] : [],
    script: () => shared.value && url.value && image.value
      ? [{ type: 'application/ld+json', innerHTML: jsonLd(shared.value, url.value, image.value) }]
      : [],
  })
}

/** @see https://schema.org/BlogPosting */
function jsonLd({ title, excerpt, author, tags, published_at, updated_at }: Post, url: string, image: string): string {
  return scriptSafe({
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
  })
}
