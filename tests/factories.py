"""A post on the wire, for browser tests, stub servers and measurements.

A new field of a post gets its value here, once.
"""

from typing import Any

_TEXT = "Somebody has to light it."
# What an author sends, and the API answers with unchanged.
_CONTENT = {
    "title": "The lamp over the door",
    "summary": "",
    "body": _TEXT,
    "status": "published",
    "visibility": "members",
}


def post_content(**values: Any) -> dict[str, Any]:
    """The whole body of a POST or PUT, with the values that matter to a test."""
    return {**_CONTENT, "tags": [], **values}


def post_detail(**values: Any) -> dict[str, Any]:
    """The API's answer with one post, for a member who did not write it."""
    return {
        **_CONTENT,
        "id": 7,
        "slug": "the-lamp-over-the-door",
        "author": {"id": 2, "name": "Bob Cratchit"},
        "excerpt": _TEXT,
        "tags": [],
        "published_at": "2026-03-01T09:00:00Z",
        "updated_at": "2026-03-01T09:00:00Z",
        "body_html": f"<p>{_TEXT}</p>",
        "version": 1,
        "is_author": False,
        **values,
    }


def listed_post(**values: Any) -> dict[str, Any]:
    """The same post in a list."""
    names = ("id", "title", "slug", "author", "excerpt", "visibility", "tags")
    detail = post_detail()
    listed = {name: detail[name] for name in (*names, "published_at", "updated_at")}
    return {**listed, "highlights": [], **values}
