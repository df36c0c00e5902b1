"""The lists of tags are kept apart from the posts, and follow whatever becomes of these"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from blog.models import Post, Tag, TaggedPost
from blog.tests.factories import make_post
from conftest import Browser

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
Row = tuple[int, int, int, datetime | None, bool]


@pytest.fixture
def post(alice: User) -> Post:
    """Published, under two tags; beside it are another and a draft, under the same."""
    posts = [
        make_post(alice, f"Post {number}", status=status, published_at=NOON)
        for number, status in enumerate(["published", "published", "draft"])
    ]
    for post in posts:
        post.tags.set(Tag.named(["keys", "doors"]))
    return posts[0]


def listed() -> set[Row]:
    rows = TaggedPost.objects.values_list("post", "tag", "author", "published_at", "is_public")
    assert len(rows) == len(set(rows))
    return set(rows)


def due() -> set[Row]:
    """What the lists should be, from the posts themselves."""
    return {
        (post.pk, tag.pk, post.author_id, post.published_at, post.visibility == "public")
        for post in Post.objects.published()
        for tag in post.tags.all()
    }


def save(post: Post, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(post, name, value)
    post.save()


def save_one_field(post: Post, **field: Any) -> None:
    [(name, value)] = field.items()
    setattr(post, name, value)
    post.save(update_fields=[name])


def bulk_update(post: Post) -> None:
    post.visibility = "public"
    Post.objects.bulk_update([post], ["visibility"])


def put_away_and_bring_back(post: Post) -> None:
    post.put_away()
    assert listed() == due()
    post.bring_back()
    assert len(listed()) == 4


CHANGES: dict[str, Callable[[Post], Any]] = {
    "another date": lambda post: save(post, published_at=LATER),
    "no longer published": lambda post: save(post, status="draft"),
    "public": lambda post: save(post, visibility="public"),
    "only one field saved": lambda post: save_one_field(post, visibility="public"),
    "another author": lambda post: save(post, author=User.objects.create_user("b@example.com")),
    "all of them public": lambda post: Post.objects.update(visibility="public"),
    "all of them out": lambda post: Post.objects.update(status="published"),
    "moved to where the filter no longer finds it": lambda post: Post.objects.filter(
        status="published"
    ).update(status="draft"),
    "several at once": bulk_update,
    "put away": Post.put_away,
    "put away and brought back": put_away_and_bring_back,
    "deleted for good": Post.delete,
    "deleted with its author": lambda post: post.author.delete(),
    "another tag": lambda post: post.tags.add(*Tag.named(["film"])),
    "one tag less": lambda post: post.tags.remove(post.tags.all()[0]),
    "no tags": lambda post: post.tags.clear(),
    "other tags": lambda post: post.tags.set(Tag.named(["film", "keys"])),
    "a tag that is deleted": lambda post: Tag.objects.get(name="keys").delete(),
    "made in bulk": lambda post: call_command("make_posts", "20"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_they_follow_every_change(post: Post, change: str) -> None:
    before = listed()
    assert before == due()
    assert len(before) == 4
    CHANGES[change](post)
    assert listed() == due()
    assert listed() != before or change == "put away and brought back"


def test_they_follow_what_is_changed_by_the_api(as_alice: Browser, post: Post) -> None:
    content = {"visibility": "public", "tags": ["keys", "film"]}
    headers = {"If-Match": f'"{post.version}"'}
    response = as_alice.send("PATCH", f"/api/posts/{post.pk}/", content, headers=headers)
    assert response.status_code == 200
    assert listed() == due()
    assert {row[1] for row in listed() if row[-1]} == {tag.pk for tag in post.tags.all()}


def test_a_list_that_lags_behind_shows_nothing_that_is_secret(
    as_charlie: Browser, post: Post
) -> None:
    """Should a change ever get past them: who may see a post is asked of the post."""
    url = "/api/posts/?tag=keys"
    assert len(as_charlie.get(url).json()["results"]) == 2
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_post SET status = 'draft' WHERE id = %s", [post.pk])
    assert listed() != due()
    assert post.pk not in [row["id"] for row in as_charlie.get(url).json()["results"]]


@pytest.mark.parametrize("conditions", [{}, {"is_public": True}], ids=["members", "public"])
@pytest.mark.parametrize("by_author", [False, True])
@pytest.mark.parametrize("backwards", [False, True])
def test_an_index_gives_their_order(
    post: Post, conditions: dict[str, bool], by_author: bool, backwards: bool
) -> None:
    """So that the database sorts nothing, and looks at no post, to show a page of them."""
    if connection.vendor == "postgresql":
        # Or it would rightly find the few rows of a test quicker to sort than to look up.
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    rows = TaggedPost.objects.filter(tag=Tag.objects.get(name="keys"), **conditions)
    if by_author:
        rows = rows.filter(author=post.author_id)
    rows = rows.order_by("-published_at", "-post_id")
    plan = (rows.reverse() if backwards else rows).values_list("post_id")[:10].explain()
    name = f"post_tag{'_author' * by_author}{'_public' * bool(conditions)}"
    assert f"{name} " in f"{plan} "
    assert "Sort" not in plan
    assert "ORDER BY" not in plan  # SQLite: "USE TEMP B-TREE FOR ORDER BY"
