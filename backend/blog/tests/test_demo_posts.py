"""The posts of manage.py demo"""

from pathlib import Path

import pytest
from django.core.management import call_command

from blog import demo
from blog.models import Post


def test_it_publishes_every_file_under_its_date() -> None:
    call_command("demo")
    files = sorted(demo.FOLDER.glob("*.md"))
    assert len(files) == Post.objects.published().count() == 35
    authors = set(Post.objects.values_list("author__email", flat=True))
    assert authors == {"alice@example.com", "bob@example.com"}
    for post in Post.objects.all():
        assert post.created_at == post.updated_at == post.published_at
        assert post.title
        assert post.excerpt
        assert post.body_html


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "07-on-keys.md"
    path.write_text(
        "---\ntitle: On keys: a note\nauthor: bob@example.com\n"
        "published: 2026-01-02T03:04:05+00:00\n---\n\nText.\n\n---\n\nMore.\n"
    )
    post = demo.read(path)
    assert post.slug == "on-keys"
    assert post.title == "On keys: a note"
    assert post.author == "bob@example.com"
    assert post.published.isoformat() == "2026-01-02T03:04:05+00:00"
    assert post.body == "Text.\n\n---\n\nMore.\n"


def test_a_file_without_a_head_is_named(tmp_path: Path) -> None:
    path = tmp_path / "08-headless.md"
    path.write_text("Text.\n---\n---\n")
    with pytest.raises(ValueError, match="08-headless"):
        demo.read(path)
