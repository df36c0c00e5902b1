"""The posts of manage.py demo"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from blog import demo
from blog.models import Post


def test_it_publishes_every_dated_file_under_its_date() -> None:
    call_command("demo")
    assert Post.objects.published().count() == 35
    assert 10 <= Post.objects.public().count() <= 14
    authors = set(Post.objects.values_list("author__email", flat=True))
    assert authors == {"alice@example.com", "bob@example.com"}
    for post in Post.objects.published():
        assert post.created_at == post.updated_at == post.published_at
        assert post.title
        assert post.excerpt
        assert post.body_html
        assert post.tags.count() >= 1


def test_alice_and_bob_have_a_draft_each() -> None:
    call_command("demo")
    drafts = Post.objects.filter(status="draft").order_by("author__email")
    emails = drafts.values_list("author__email", flat=True)
    assert list(emails) == ["alice@example.com", "bob@example.com"]


def test_a_post_with_another_title_by_now_is_not_made_again() -> None:
    call_command("demo")
    number = Post.objects.count()
    post = Post.objects.published()[0]
    post.title = "Something else"
    post.save()
    call_command("demo")
    assert Post.objects.count() == number


def as_before_there_were_keys() -> None:
    """What is left of the demo posts in a database from before there were keys and tags."""
    for path in demo.FOLDER.glob("*.md"):
        read = demo.read(path)
        posts = Post.objects.filter(creation_key=read.key)
        for post in posts:
            post.tags.clear()
        posts.update(creation_key=None, slug=read.name, visibility="members")


def everything() -> list[tuple[object, ...]]:
    fields = ("pk", "creation_key", "title", "visibility", "updated_at", "version", "tags__name")
    return list(Post.objects.order_by("pk", "tags__name").values_list(*fields))


def test_posts_from_before_there_were_keys_are_completed_and_not_made_again() -> None:
    call_command("demo")
    complete = everything()
    as_before_there_were_keys()
    assert everything() != complete
    for _ in range(2):
        call_command("demo")
        assert everything() == complete


def test_of_a_post_that_has_been_changed_since_nothing_is_made_public() -> None:
    call_command("demo")
    as_before_there_were_keys()
    path = next(path for path in demo.FOLDER.glob("*.md") if demo.read(path).visibility == "public")
    post = Post.objects.get(slug=demo.read(path).name)
    post.body = "My own"
    post.save()
    number = Post.objects.count()
    call_command("demo")
    post.refresh_from_db()
    assert (post.body, post.visibility, post.tags.count()) == ("My own", "members", 0)
    assert Post.objects.count() == number


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "07-on-keys.md"
    path.write_text(
        "---\ntitle: On keys: a note\nauthor: bob@example.com\n"
        "published: 2026-01-02T03:04:05+00:00\ntags: Keys, old  doors\nvisibility: public\n"
        "---\n\nText.\n\n---\n\nMore.\n"
    )
    post = demo.read(path)
    assert post == demo.DemoPost(
        name="on-keys",
        title="On keys: a note",
        author="bob@example.com",
        published=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        tags=["keys", "old doors"],
        visibility="public",
        body="Text.\n\n---\n\nMore.\n",
    )


def test_a_file_without_a_head_is_named(tmp_path: Path) -> None:
    path = tmp_path / "08-headless.md"
    path.write_text("Text.\n---\n---\n")
    with pytest.raises(ValueError, match="08-headless"):
        demo.read(path)
