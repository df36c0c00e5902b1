"""Posts as they are stored."""

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


def test_the_html_and_the_excerpt_follow_the_text(alice: User) -> None:
    post = make_post(alice, body="*one*")
    assert (post.body_html, post.excerpt) == ("<p><em>one</em></p>\n", "one")
    change_post(post, body="two")
    post.refresh_from_db()
    assert (post.body_html, post.excerpt) == ("<p>two</p>\n", "two")


def test_the_slug_follows_the_title(alice: User) -> None:
    post = make_post(alice, "Locks & Keys")
    assert post.slug == "locks-keys"
    change_post(post, title="Another")
    post.refresh_from_db()
    assert post.slug == "another"


def test_the_author_s_own_summary_comes_before_an_excerpt(alice: User) -> None:
    post = make_post(alice, summary="In short", body="At length")
    assert post.excerpt == "In short"
    change_post(post, summary="")
    assert post.excerpt == "At length"


def test_every_change_counts_a_version(alice: User) -> None:
    post = make_post(alice)
    assert post.version == 1
    change_post(post)
    change_post(post, title="B")
    post.refresh_from_db()
    assert post.version == 3


def test_what_shows_nothing_is_not_in_titles_and_excerpts(alice: User) -> None:
    """XML cannot hold control characters, and the feed is XML."""
    text = "a\x01b\x0b\x1b[c\r\n\td\x7f\x9fe\ufffef"
    post = make_post(alice, text, summary=text, body=text)
    assert post.title == post.summary == post.excerpt == "a b [c d e f"
    change_post(post, summary="")
    assert post.excerpt == "a b [c d e f"
    assert post.body == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("!?", "post"), ("鍵", "post"), ("a" * 200, "a" * 120), ("é", "e"), ("Edit!", "edit-post")],
)
def test_every_title_makes_a_slug(alice: User, title: str, slug: str) -> None:
    assert make_post(alice, title).slug == slug


def test_a_post_is_dated_when_it_is_published(alice: User) -> None:
    post = make_post(alice)
    assert not post.published_at
    before = timezone.now()
    change_post(post, status="published")
    post.refresh_from_db()
    assert post.published_at is not None
    assert before <= post.published_at <= timezone.now()


def test_a_date_that_is_given_is_kept(alice: User) -> None:
    post = make_post(alice, status="published", published_at=MAY)
    change_post(post)
    assert post.published_at == MAY


def test_the_database_refuses_a_published_post_without_a_date(alice: User) -> None:
    make_post(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.update(status="published")


def test_one_sees_what_is_published_and_one_s_own(alice: User, bob: User) -> None:
    published = make_post(alice, status="published")
    draft = make_post(alice, "B")
    assert set(Post.objects.visible_to(alice)) == {published, draft}
    assert set(Post.objects.visible_to(bob)) == {published}
    assert set(Post.objects.visible_to(AnonymousUser())) == set()
    Post.objects.update(visibility="public")
    assert set(Post.objects.visible_to(AnonymousUser())) == {published}


def test_what_is_deleted_is_in_no_list(alice: User) -> None:
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
