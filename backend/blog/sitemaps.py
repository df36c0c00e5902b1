"""The sitemap of the public posts, and robots.txt."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from blog.models import Post, PostQuerySet

if TYPE_CHECKING:
    TypedSitemap = Sitemap[Post]
else:
    TypedSitemap = Sitemap


class PostSitemap(TypedSitemap):
    limit = 10_000  # posts per page

    def items(self) -> PostQuerySet:
        return Post.objects.public().only("slug", "updated_at")

    def lastmod(self, item: Post) -> datetime:
        return item.updated_at


SITEMAPS = {"posts": PostSitemap}


def robots(request: HttpRequest) -> HttpResponse:
    """List every page of the sitemap, and the paths that crawlers should skip."""
    address = request.build_absolute_uri(reverse("sitemap"))
    pages = PostSitemap().paginator.num_pages
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        # Link previews fetch the image.
        "Allow: /api/posts/*/card.png",
        *(f"Sitemap: {address}{f'?p={page}' if page > 1 else ''}" for page in range(1, pages + 1)),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
