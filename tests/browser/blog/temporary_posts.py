"""Posts that exist for a block, created in the site's database."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Literal

from tests.members import Member


@dataclass(frozen=True)
class PostData:
    """The fields of a post."""

    title: str
    body: str = "The body."
    summary: str = ""
    tags: list[str] = field(default_factory=list)
    visibility: Literal["members", "public"] = "public"
    status: Literal["draft", "published"] = "published"


@dataclass(frozen=True)
class TemporaryPost:
    """A created post."""

    id: int
    path: str


@contextmanager
def temporary_posts(
    author: Member, writings: list[PostData], django: Executor
) -> Iterator[list[TemporaryPost]]:
    """Create posts, oldest first; deletes all posts of the author at the end."""
    try:
        yield django.submit(_write, author.id, writings).result()
    finally:
        django.submit(_delete_all_of, author.id).result()


# --- In Django's process --------------------------------------------------------------------------


def _write(author: int, writings: list[PostData]) -> list[TemporaryPost]:
    from django.db import transaction

    from accounts.models import User
    from blog import services

    written = []
    user = User.objects.get(pk=author)
    with transaction.atomic():
        for writing in writings:
            post = services.create_post(user, asdict(writing))
            written.append(TemporaryPost(post.pk, post.get_absolute_url()))
    return written


def _delete_all_of(author: int) -> None:
    from blog.models import Post

    Post.objects.filter(author_id=author).delete()
