"""GET /api/posts/{id}/"""

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from blog import services
from blog.models import Post
from blog.tests.factories import make_post, post_detail
from conftest import NOT_AUTHENTICATED, NOT_FOUND, Browser


@pytest.fixture
def post(alice: User) -> Post:
    return make_post(
        alice,
        "Good keys",
        body="A *good* key.",
        status="published",
        published_at=datetime(2026, 5, 1, 12, 0, tzinfo=UTC),
        tags=["keys"],
    )


def test_it_returns_a_post(as_charlie: Browser, post: Post) -> None:
    response = as_charlie.get(f"/api/posts/{post.pk}/")
    assert response.status_code == 200
    assert response.json() == post_detail(
        post,
        title="Good keys",
        slug="good-keys",
        author={"id": post.author_id, "name": "Alice"},
        excerpt="A good key.",
        published_at="2026-05-01T12:00:00Z",
        status="published",
        tags=[{"name": "keys", "slug": "keys"}],
        body="A *good* key.",
        body_html="<p>A <em>good</em> key.</p>\n",
    )
    assert response.headers["ETag"] == '"1"'


def test_is_author(as_alice: Browser, as_bob: Browser, post: Post) -> None:
    assert as_alice.get(f"/api/posts/{post.pk}/").json()["is_author"] is True
    assert as_bob.get(f"/api/posts/{post.pk}/").json()["is_author"] is False


def test_drafts_are_private(
    as_alice: Browser, as_bob: Browser, as_charlie: Browser, anonymous: Browser, post: Post
) -> None:
    url = f"/api/posts/{post.pk}/"
    for member in (as_alice, as_bob, as_charlie):
        assert member.get(url).status_code == 200

    Post.objects.update(status="draft", published_at=None)
    response = as_alice.get(url)
    assert response.status_code == 200
    assert response.json()["status"] == "draft"
    assert response.json()["published_at"] is None
    for member in (as_bob, as_charlie):
        response = member.get(url)
        assert response.status_code == 404
        assert response.json() == NOT_FOUND
    assert anonymous.get(url).json() == NOT_AUTHENTICATED


def test_public_posts_need_no_login(anonymous: Browser, as_bob: Browser, post: Post) -> None:
    url = f"/api/posts/{post.pk}/"
    assert anonymous.get(url).status_code == 403
    Post.objects.update(visibility="public")
    response = anonymous.get(url)
    assert response.status_code == 200
    assert response.json() == as_bob.get(url).json()


def test_visitors_learn_nothing(anonymous: Browser, as_alice: Browser, post: Post) -> None:
    """Members' posts, drafts, deleted and missing posts look the same."""
    draft = make_post(post.author, visibility="public")
    deleted = make_post(post.author, "B", status="published", visibility="public")
    for one in (post, draft, deleted):
        assert as_alice.get(f"/api/posts/{one.pk}/").status_code == 200
    services.soft_delete(deleted)
    for pk in (post.pk, draft.pk, deleted.pk, deleted.pk + 1):
        response = anonymous.get(f"/api/posts/{pk}/")
        assert response.status_code == 403
        assert response.json() == NOT_AUTHENTICATED


def test_deleted_posts_are_404(as_alice: Browser, post: Post) -> None:
    assert as_alice.get(f"/api/posts/{post.pk}/").status_code == 200
    services.soft_delete(post)
    response = as_alice.get(f"/api/posts/{post.pk}/")
    assert response.status_code == 404
    assert response.json() == NOT_FOUND


@pytest.mark.each_database
def test_missing_posts_are_404(as_alice: Browser, post: Post) -> None:
    numbers = ["0", "999999", "9" * 30, "9" * 5000, "-1", "1.0", "٣"]
    for pk in [*numbers, "abc", "%00", "1%00", "'", "1/2"]:
        response = as_alice.get(f"/api/posts/{pk}/")
        assert (response.status_code, response.json()) == (404, NOT_FOUND), pk


@pytest.mark.each_database
def test_four_queries(
    as_charlie: Browser,
    post: Post,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.SESSION_ENGINE = "accounts.sessions.database_store"
    with django_assert_num_queries(4):  # session, user, post with its author, tags
        as_charlie.get(f"/api/posts/{post.pk}/")
