"""Finding posts by what is written in them, on whichever database there is.

Both modules have the same two functions: `find` tells which posts of a list fit, and `highlights`
shows for a few of them where.
"""

from types import ModuleType

from django.db import connections

from blog.models import PostQuerySet
from blog.search import fallback, postgresql
from blog.search.highlights import Passage


def engine(posts: PostQuerySet) -> ModuleType:
    return postgresql if connections[posts.db].vendor == "postgresql" else fallback


def find(posts: PostQuerySet, words: str, ordering: str | None) -> list[int]:
    """The ids of the posts that fit, up to a limit.

    In the ordering that is asked for; without one the newest of them, the best match first.
    """
    found: list[int] = engine(posts).find(posts, words, ordering)
    return found


def highlights(posts: PostQuerySet, words: str) -> dict[int, Passage]:
    """The best passage of each of these few posts."""
    found: dict[int, Passage] = engine(posts).highlights(posts, words)
    return found
