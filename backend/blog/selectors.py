"""Reading lists of posts. Which posts a visitor may read: `blog.models.PostQuerySet`."""

from typing import Any

from django.db.models import QuerySet

from blog import search
from blog.models import Post, PostQuerySet, PostTagIndex

# Long columns that no list shows.
NOT_LISTED = ["body", "body_html", "body_text"]


def apply_filters(posts: PostQuerySet, query: dict[str, Any], *, public: bool) -> PostQuerySet:
    """Return the posts that match author and tag, in the requested order.

    query: author (id), tag (Tag) and ordering, each optional. public: posts are public ones only.
    """
    conditions = _conditions(query, public=public)
    if "tag" in query:
        conditions = {f"tagged__{name}": value for name, value in conditions.items()}
        posts = posts.order_by("-tagged__published_at", "-tagged__post_id")
    posts = posts.filter(**conditions)
    return posts.reverse() if _oldest_first(query) else posts


def filtered_ids(posts: PostQuerySet, query: dict[str, Any], *, public: bool) -> QuerySet[Any, int]:
    """Return the ids of `apply_filters` as an index-only scan."""
    if "tag" not in query:
        return apply_filters(posts, query, public=public).values_list("pk", flat=True)
    rows = PostTagIndex.objects.filter(**_conditions(query, public=public))
    rows = rows.order_by("-published_at", "-post_id")
    rows = rows.reverse() if _oldest_first(query) else rows
    return rows.values_list("post_id", flat=True)


def search_ids(posts: PostQuerySet, query: dict[str, Any], *, public: bool) -> list[int]:
    """Return the ids of `apply_filters` that match query["search"], at most MAX_RESULTS + 1."""
    filtered = apply_filters(posts, query, public=public)
    return search.find(filtered, query["search"], query.get("ordering"))


def listed_posts(posts: PostQuerySet, ids: list[int]) -> list[Post]:
    """Return the columns that lists show, in the order of the ids, without vanished posts."""
    rows = posts.filter(pk__in=ids).order_by()
    rows = rows.select_related("author").prefetch_related("tags").defer(*NOT_LISTED)
    by_id = {post.pk: post for post in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def _conditions(query: dict[str, Any], *, public: bool) -> dict[str, Any]:
    """Return lookups for PostTagIndex if there is a tag, otherwise for Post."""
    conditions = {"author": query["author"]} if "author" in query else {}
    if "tag" in query:
        conditions["tag"] = query["tag"]
        if public:
            conditions["is_public"] = True
    return conditions


def _oldest_first(query: dict[str, Any]) -> bool:
    return query.get("ordering") == "published_at"
