"""The newest public posts as an Atom feed."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from blog.models import Post, PostQuerySet
from blog.normalize import normalize_line

if TYPE_CHECKING:
    TypedFeed = Feed[Post, None]
else:
    TypedFeed = Feed

MAX_ENTRIES = 20


class PostFeed(TypedFeed):
    feed_type = Atom1Feed
    title = "Latchkey"
    subtitle = "Posts for everyone"
    link = "/"

    def items(self) -> PostQuerySet:
        newest = Post.objects.public().select_related("author").prefetch_related("tags")
        return newest.defer("body", "body_html", "body_text")[:MAX_ENTRIES]

    def item_title(self, item: Post) -> str:
        return item.title

    def item_description(self, item: Post) -> str:
        # Django marks it as HTML; the excerpt is plain text.
        return escape(item.excerpt)

    def item_guid(self, item: Post) -> str:
        """Return an id that survives a new title and so a new address."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{item.pk} {item.created_at.isoformat()}").urn

    def item_author_name(self, item: Post) -> str:
        return normalize_line(item.author.name)

    def item_categories(self, item: Post) -> list[str]:
        return [tag.name for tag in item.display_tags]

    def item_pubdate(self, item: Post) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Post) -> datetime:
        return item.updated_at
