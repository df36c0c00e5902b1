"""manage.py refresh_posts, after older code has written during a rolling update"""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from accounts.models import User
from blog.models import Post, Tag
from blog.tags import hashed_tag_slug
from blog.tests.factories import make_post
from blog.tests.test_tag_index import expected_rows, rows
from conftest import Browser

pytestmark = pytest.mark.each_database

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
# Before the tag index and ~~strikethrough~~.
OLD_VERSION = ("blog", "0005_render_again")


@pytest.fixture(scope="module")
def old() -> Any:
    """The model of the old version: its fields, without our methods."""
    return MigrationLoader(None).project_state(OLD_VERSION).apps.get_model("blog", "Post")


@pytest.fixture
def keys() -> Tag:
    return Tag.objects.create(name="keys")


@pytest.fixture
def post(alice: User, keys: Tag) -> Post:
    """A post saved by the present code."""
    return make_post(
        alice, "Ours", tags=[keys.name], body="a", status="published", published_at=NOON
    )


def create(old: Any, author: User, **fields: Any) -> Any:
    published = {"status": "published", "published_at": NOON, "body_html": "", "excerpt": ""}
    return old.objects.create(title="Old", slug="old", author_id=author.pk, **published | fields)


def refresh() -> str:
    said = StringIO()
    call_command("refresh_posts", stdout=said)
    return said.getvalue()


def test_new_posts_are_indexed(
    old: Any, alice: User, post: Post, keys: Tag, as_bob: Browser
) -> None:
    create(old, alice).tags.add(keys.pk)
    assert as_bob.get("/api/posts/?tag=keys").json()["count"] == 1

    refresh()
    assert as_bob.get("/api/posts/?tag=keys").json()["count"] == 2
    assert rows() == expected_rows()


@pytest.mark.parametrize(
    "change",
    [
        {"status": "draft"},
        {"visibility": "public"},
        {"deleted_at": NOON},
        {"published_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=str,
)
def test_changed_posts_are_reindexed(old: Any, post: Post, change: dict[str, Any]) -> None:
    old.objects.filter(pk=post.pk).update(**change)
    assert rows() != expected_rows()

    refresh()
    assert rows() == expected_rows()


def test_changed_tags_are_reindexed(old: Any, post: Post, keys: Tag) -> None:
    old.objects.get(pk=post.pk).tags.set([Tag.objects.create(name="doors").pk])
    assert rows() != expected_rows()

    refresh()
    assert rows() == expected_rows()


def test_tag_slugs_are_refreshed(old: Any) -> None:
    tags = old._meta.apps.get_model("blog", "Tag")
    for name, slug in [("home lab", "home-lab"), ("home-lab", "home--lab"), ("e-mail", "e--mail")]:
        tags.objects.create(name=name, slug=slug)

    refresh()
    assert dict(Tag.objects.values_list("name", "slug")) == {
        "home lab": "home-lab",
        "home-lab": hashed_tag_slug("home-lab"),
        "e-mail": "e-mail",
    }


@pytest.mark.parametrize("summary", ["", "A summary"])
def test_html_is_rerendered(old: Any, alice: User, summary: str) -> None:
    as_it_was = {"body_html": "<p>~~b~~</p>\n", "body_text": "~~b~~", "excerpt": summary or "~~b~~"}
    written = create(old, alice, body="~~b~~", summary=summary, **as_it_was)
    before = Post.objects.get(pk=written.pk)

    assert refresh() == "1 posts, 1 of them with new HTML\n"
    after = Post.objects.get(pk=written.pk)
    assert after.body_html == "<p><s>b</s></p>\n"
    assert (after.body_text, after.excerpt) == ("b", summary or "b")
    for field in Post._meta.concrete_fields:
        if field.name not in as_it_was:
            assert field.value_from_object(after) == field.value_from_object(before), field.name


def test_batches_and_second_run(
    old: Any, alice: User, keys: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blog.management.commands.refresh_posts.BATCH", 2)
    for _ in range(5):
        create(old, alice, body="b").tags.add(keys.pk)

    assert refresh() == "5 posts, 5 of them with new HTML\n"
    assert len(rows()) == 5
    assert refresh() == "5 posts, 0 of them with new HTML\n"
    assert rows() == expected_rows()
