"""Posts for tests: what an author sends, what the database holds, what the API answers.

A new field of a post gets its value here, once.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from blog.models import Post


def post_content(**values: Any) -> dict[str, Any]:
    """The whole body of a POST or PUT, with the values that matter to a test."""
    return {
        "title": "Good keys",
        "summary": "On keys.",
        "body": "A *good* key.",
        "status": "published",
        "visibility": "public",
        "tags": ["keys", "locks"],
        **values,
    }


def other_content() -> dict[str, Any]:
    """A body that differs from `post_content` in every field."""
    return {
        "title": "Better keys",
        "summary": "On better keys.",
        "body": "A **better** key.",
        "status": "draft",
        "visibility": "members",
        "tags": ["doors"],
    }


def make_post(author: User, title: str = "A", *, tags: Iterable[str] = (), **fields: Any) -> Post:
    """Save a post; without `fields` it is an empty draft for members."""
    post = Post.objects.create(author=author, title=title, **fields)
    if tags:
        post.set_tags(tags)
    return post


def post_detail(post: Post, **values: Any) -> dict[str, Any]:
    """The whole answer to GET /api/posts/{id}/ for a member who did not write it.

    `values` are what the test promises; the rest is what `make_post` leaves empty.
    """
    return {
        **_common_fields(post),
        "status": "draft",
        "summary": "",
        "body": "",
        "body_html": "",
        "version": 1,
        "is_author": False,
        **values,
    }


def listed_post(post: Post, **values: Any) -> dict[str, Any]:
    """The same for a post in a list."""
    return {
        **_common_fields(post),
        "highlights": [],
        **values,
    }


def _common_fields(post: Post) -> dict[str, Any]:
    return {
        "id": post.pk,
        "title": "A",
        "slug": "a",
        "author": {"id": post.author_id, "name": post.author.name},
        "excerpt": "",
        "visibility": "members",
        "tags": [],
        "published_at": _timestamp(post.published_at),
        "updated_at": _timestamp(post.updated_at),
    }


def _timestamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
