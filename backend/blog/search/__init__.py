"""Full-text search of posts: PostgreSQL's own, or a fallback for other databases.

Both modules have `find`, which ranks the matches, and `highlights`, which marks them in the text.
"""

from types import ModuleType

from django.db import connections

from blog.models import PostQuerySet
from blog.search import fallback, postgresql
from blog.search.highlights import Highlight

# A search returns the newest matches, at most this many.
MAX_RESULTS = 200


def engine(posts: PostQuerySet) -> ModuleType:
    return postgresql if connections[posts.db].vendor == "postgresql" else fallback


def find(posts: PostQuerySet, text: str, ordering: str | None) -> list[int]:
    """Return ids of posts that match, one more than MAX_RESULTS if there are more.

    posts: in the order of `ordering`; without one the best matches come first.
    """
    found: list[int] = engine(posts).find(posts, text, ordering, MAX_RESULTS + 1)
    return found


def highlights(posts: PostQuerySet, text: str) -> dict[int, Highlight]:
    """Return the best passage of each post by id, with the matches marked. For a page of posts."""
    found: dict[int, Highlight] = engine(posts).highlights(posts, text)
    return found
