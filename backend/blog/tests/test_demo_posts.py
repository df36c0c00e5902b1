"""The posts of manage.py demo"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from blog import demo
from blog.models import Post
from blog.tests.factories import change_post


def test_dated_files_are_published() -> None:
    call_command("demo")
    assert Post.objects.published().count() == 35
    assert Post.objects.public().count() == 13
    authors = set(Post.objects.values_list("author__email", flat=True))
    assert authors == {"alice@example.com", "bob@example.com"}
    for post in Post.objects.published():
        assert post.created_at == post.updated_at == post.published_at
        assert post.title
        assert post.excerpt
        assert post.body_html
        assert post.tags.count() >= 1


def test_undated_files_are_drafts() -> None:
    call_command("demo")
    drafts = Post.objects.filter(status="draft").order_by("author__email")
    emails = drafts.values_list("author__email", flat=True)
    assert list(emails) == ["alice@example.com", "bob@example.com"]


def test_renamed_post_is_not_recreated() -> None:
    call_command("demo")
    number = Post.objects.count()
    post = Post.objects.published()[0]
    change_post(post, title="Something else")
    call_command("demo")
    assert Post.objects.count() == number


def test_read(tmp_path: Path) -> None:
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
        tags=["Keys", "old doors"],
        visibility="public",
        body="Text.\n\n---\n\nMore.\n",
    )


def test_invalid_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "08-headless.md"
    path.write_text("Text.\n---\n---\n")
    with pytest.raises(ValueError, match="08-headless"):
        demo.read(path)
