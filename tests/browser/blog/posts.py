"""Posts in the site's database, without the API."""

from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

BODY = "The **first** line.\n\nThe second line.\n"


@dataclass(frozen=True)
class StoredPost:
    """A post in the database."""

    author: int
    body: str
    number: int = field(default=0, compare=False)


class Posts:
    """The posts of the site."""

    def __init__(self, django: Executor) -> None:
        self._django = django

    def create(self, author: int, title: str, **values: Any) -> str:
        """Create a post, by default a draft; returns its path without the slug."""
        number = self._django.submit(_create, author, title, values).result()
        return f"/posts/{number}"

    def change(self, address: str, **values: Any) -> None:
        """Save a post with other values."""
        self._django.submit(_change, _number(address), values).result()

    def delete(self, address: str) -> None:
        """Soft-delete a post."""
        self._django.submit(_delete, _number(address)).result()

    def restore(self, address: str) -> None:
        """Restore a deleted post."""
        self._django.submit(_restore, _number(address)).result()

    def ids(self) -> set[int]:
        """The ids of all posts, deleted ones included."""
        return self._django.submit(_ids).result()

    def delete_all_except(self, ids: set[int]) -> None:
        """Delete the rows of all other posts."""
        self._django.submit(_delete_all_except, ids).result()

    def addresses(self, title: str) -> list[str]:
        """The paths of all posts with this title, except deleted ones."""
        return [f"/posts/{each.number}" for each in self.with_title(title)]

    def with_title(self, title: str) -> list[StoredPost]:
        """All posts with this title, except deleted ones."""
        return self._django.submit(_with_title, title).result()


def _number(address: str) -> int:
    return int(address.split("/")[2])


# --- In Django's process --------------------------------------------------------------------------


def _create(author: int, title: str, values: dict[str, Any]) -> int:
    from accounts.models import User
    from blog import services

    content = {"title": title, "body": BODY, **values}
    return services.create_post(User.objects.get(pk=author), content).pk


def _change(number: int, values: dict[str, Any]) -> None:
    from blog import services
    from blog.models import Post

    services.update_post(Post.objects.get(pk=number), values)


def _delete(number: int) -> None:
    from blog import services
    from blog.models import Post

    services.soft_delete(Post.objects.get(pk=number))


def _restore(number: int) -> None:
    from blog import services
    from blog.models import Post

    services.restore(Post.objects.get(pk=number))


def _with_title(title: str) -> list[StoredPost]:
    from blog.models import Post

    posts = Post.objects.not_deleted().filter(title=title).order_by("pk")
    return [StoredPost(post.author_id, post.body, post.pk) for post in posts]


def _ids() -> set[int]:
    from blog.models import Post

    return set(Post.objects.values_list("pk", flat=True))


def _delete_all_except(ids: set[int]) -> None:
    from blog.models import Post

    Post.objects.exclude(pk__in=ids).delete()
