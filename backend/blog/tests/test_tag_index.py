"""PostTagIndex: in step with every change of posts and tags"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from blog import services
from blog.models import Post, PostTagIndex, Tag
from blog.tests.factories import change_post, make_post
from conftest import Browser

pytestmark = pytest.mark.each_database

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
Row = tuple[int, int, int, datetime | None, bool]


@pytest.fixture
def post(alice: User) -> Post:
    """A published post with two tags; another one and a draft have the same tags."""
    tags = ["keys", "doors"]
    post, *_ = [
        make_post(alice, f"Post {number}", status=status, published_at=NOON, tags=tags)
        for number, status in enumerate(["published", "published", "draft"])
    ]
    return post


def rows() -> set[Row]:
    found = PostTagIndex.objects.values_list("post", "tag", "author", "published_at", "is_public")
    assert len(found) == len(set(found))
    return set(found)


def expected_rows() -> set[Row]:
    """Return what the index should contain, from the posts themselves."""
    return {
        (post.pk, tag.pk, post.author_id, post.published_at, post.visibility == "public")
        for post in Post.objects.published()
        for tag in post.tags.all()
    }


def soft_delete_and_restore(post: Post) -> None:
    services.soft_delete(post)
    assert rows() == expected_rows()
    services.restore(post)
    assert len(rows()) == 4


CHANGES: dict[str, Callable[[Post], Any]] = {
    "date": lambda post: change_post(post, published_at=LATER),
    "unpublish": lambda post: change_post(post, status="draft"),
    "publish": lambda post: change_post(
        Post.objects.get(status="draft"), status="published", body="a"
    ),
    "make public": lambda post: change_post(post, visibility="public"),
    "other author": lambda post: change_post(post, author=User.objects.create_user("b@x.com")),
    "soft delete": services.soft_delete,
    "restore": soft_delete_and_restore,
    "delete": Post.delete,
    "delete author": lambda post: post.author.delete(),
    "add tag": lambda post: change_post(post, tags=["keys", "doors", "film"]),
    "remove tag": lambda post: change_post(post, tags=["keys"]),
    "remove all tags": lambda post: change_post(post, tags=[]),
    "replace tags": lambda post: change_post(post, tags=["film", "keys"]),
    "delete tag": lambda post: Tag.objects.get(name="keys").delete(),
    "generate posts": lambda post: call_command("make_posts", "20"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_follows_every_change(post: Post, change: str) -> None:
    before = rows()
    assert before == expected_rows()
    assert len(before) == 4
    CHANGES[change](post)
    assert rows() == expected_rows()
    assert rows() != before or change == "restore"


def test_it_follows_the_api(as_alice: Browser, post: Post) -> None:
    content = {"visibility": "public", "tags": ["keys", "film"]}
    headers = {"If-Match": f'"{post.version}"'}
    response = as_alice.send("PATCH", f"/api/posts/{post.pk}/", content, headers=headers)
    assert response.status_code == 200
    assert rows() == expected_rows()
    assert {row[1] for row in rows() if row[-1]} == {tag.pk for tag in post.tags.all()}


def test_stale_rows_reveal_nothing(as_charlie: Browser, post: Post) -> None:
    """Permissions are those of the post, not of the index."""
    url = "/api/posts/?tag=keys"
    assert len(as_charlie.get(url).json()["results"]) == 2
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_post SET status = 'draft' WHERE id = %s", [post.pk])
    assert rows() != expected_rows()
    assert post.pk not in [row["id"] for row in as_charlie.get(url).json()["results"]]


def test_each_list_has_an_index(post: Post) -> None:
    """The database neither sorts nor reads posts for a page of a tag."""
    if connection.vendor == "postgresql":
        # With few rows the planner prefers to sort.
        with connection.cursor() as cursor:
            for method in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{method} = off")
    tag = Tag.objects.get(name="keys")
    members = PostTagIndex.objects.filter(tag=tag).order_by("-published_at", "-post_id")
    public = members.filter(is_public=True)
    for index, rows in {
        "post_tag": members,
        "post_tag_public": public,
        "post_tag_author": members.filter(author=post.author_id),
        "post_tag_author_public": public.filter(author=post.author_id),
    }.items():
        for ordered in (rows, rows.reverse()):
            plan = ordered.values_list("post_id")[:10].explain()
            assert f"{index} " in f"{plan} "
            assert "Sort" not in plan
            assert "ORDER BY" not in plan  # SQLite: "USE TEMP B-TREE FOR ORDER BY"
