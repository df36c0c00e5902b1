"""Posts as services store and query sets select them"""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from blog import services
from blog.models import Post
from blog.tests.factories import change_post, make_post

MAY = datetime(2026, 5, 1, tzinfo=UTC)


def test_html_and_excerpt_derive_from_body(alice: User) -> None:
    post = make_post(alice, body="*one*")
    assert (post.body_html, post.excerpt) == ("<p><em>one</em></p>\n", "one")
    change_post(post, body="two")
    post.refresh_from_db()
    assert (post.body_html, post.excerpt) == ("<p>two</p>\n", "two")


def test_slug_derives_from_title(alice: User) -> None:
    post = make_post(alice, "Locks & Keys")
    assert post.slug == "locks-keys"
    change_post(post, title="Another")
    post.refresh_from_db()
    assert post.slug == "another"


def test_summary_replaces_excerpt(alice: User) -> None:
    post = make_post(alice, summary="In short", body="At length")
    assert post.excerpt == "In short"
    change_post(post, summary="")
    assert post.excerpt == "At length"


def test_each_change_counts_a_version(alice: User) -> None:
    post = make_post(alice)
    assert post.version == 1
    change_post(post)
    change_post(post, title="B")
    post.refresh_from_db()
    assert post.version == 3


def test_control_characters_are_removed(alice: User) -> None:
    """XML, as in the feed, cannot contain them."""
    text = "a\x01b\x0b\x1b[c\r\n\td\x7f\x9fe\ufffef"
    post = make_post(alice, text, summary=text, body=text)
    assert post.title == post.summary == post.excerpt == "a b [c d e f"
    change_post(post, summary="")
    assert post.excerpt == "a b [c d e f"
    assert post.body == text.replace("\r\n", "\n")


def test_every_title_has_a_slug(alice: User) -> None:
    for title, slug in {
        "!?": "post",
        "鍵": "post",
        "a" * 200: "a" * 120,
        "é": "e",
        "Edit!": "edit-post",
    }.items():
        assert make_post(alice, title).slug == slug


def test_publishing_sets_the_date(alice: User) -> None:
    post = make_post(alice)
    assert not post.published_at
    before = timezone.now()
    change_post(post, status="published")
    post.refresh_from_db()
    assert post.published_at is not None
    assert before <= post.published_at <= timezone.now()


def test_given_date_is_kept(alice: User) -> None:
    post = make_post(alice, status="published", published_at=MAY)
    change_post(post)
    assert post.published_at == MAY


@pytest.mark.each_database
def test_published_post_requires_a_date(alice: User) -> None:
    make_post(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.update(status="published")


def test_visible_to(alice: User, bob: User) -> None:
    published = make_post(alice, status="published")
    draft = make_post(alice, "B")
    assert set(Post.objects.visible_to(alice)) == {published, draft}
    assert set(Post.objects.visible_to(bob)) == {published}
    assert set(Post.objects.visible_to(AnonymousUser())) == set()
    Post.objects.update(visibility="public")
    assert set(Post.objects.visible_to(AnonymousUser())) == {published}


def test_deleted_posts_are_in_no_list(alice: User) -> None:
    post = make_post(alice, status="published")
    draft = make_post(alice, "B")
    lists = [
        (Post.objects.published, post),
        (Post.objects.public, post),
        (lambda: Post.objects.visible_to(alice), post),
        (lambda: Post.objects.drafts_of(alice), draft),
    ]
    Post.objects.update(visibility="public")
    assert all(one in posts() for posts, one in lists)
    services.soft_delete(post)
    services.soft_delete(draft)
    assert all(one not in posts() for posts, one in lists)
