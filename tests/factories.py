"""Posts as JSON, for browser tests, stub servers and measurements.

A new field of a post needs its value here.
"""

from typing import Any

_TEXT = "It is lit at dusk."
# Fields that the API returns as the author sent them.
_CONTENT = {
    "title": "The lamp over the door",
    "summary": "",
    "body": _TEXT,
    "status": "published",
    "visibility": "members",
}


def post_content(**values: Any) -> dict[str, Any]:
    """The body of a POST or PUT."""
    return {**_CONTENT, "tags": [], **values}


def post_detail(**values: Any) -> dict[str, Any]:
    """A post as the API returns it to a member who is not its author."""
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
    """The same post as an item of a list."""
    names = ("id", "title", "slug", "author", "excerpt", "visibility", "tags")
    detail = post_detail()
    listed = {name: detail[name] for name in (*names, "published_at", "updated_at")}
    return {**listed, "highlights": [], **values}
