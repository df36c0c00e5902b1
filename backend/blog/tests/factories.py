"""Posts for tests: request bodies, rows and response bodies.

A new field of a post gets its value here, once.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from blog import services
from blog.models import Post


def post_content(**values: Any) -> dict[str, Any]:
    """Return the whole body of a POST or PUT, with the values that matter to a test."""
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
    """Return a body that differs from `post_content` in every field."""
    return {
        "title": "Better keys",
        "summary": "On better keys.",
        "body": "A **better** key.",
        "status": "draft",
        "visibility": "members",
        "tags": ["doors"],
    }


def make_post(author: User, title: str = "A", *, tags: Iterable[str] = (), **fields: Any) -> Post:
    """Create a post; without `fields` it is an empty draft for members."""
    content = {name: fields.pop(name) for name in post_content() if name in fields}
    if tags:
        content["tags"] = list(tags)
    return services.create_post(author, {"title": title, **content}, **fields)


def change_post(post: Post, **content: Any) -> Post:
    """Change a post, as its author would; without `content` only the version."""
    return services.update_post(post, content)


def post_detail(post: Post, **values: Any) -> dict[str, Any]:
    """Return the response of GET /api/posts/{id}/ for another member than the author.

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
    """Return a row of a list; see `post_detail`."""
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
