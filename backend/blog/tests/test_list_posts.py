"""GET /api/posts/"""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from api.pagination import PagePagination
from blog.models import Post, PostQuerySet
from blog.tests.factories import change_post, listed_post, make_post
from conftest import NOT_AUTHENTICATED, Browser, error

pytestmark = pytest.mark.each_database

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def publish(author: User, number: int, **fields: Any) -> Post:
    fields = {"published_at": NOON + timedelta(days=number), **fields}
    return make_post(
        author, f"Post {number}", body=f"*Text* {number}", status="published", **fields
    )


@pytest.fixture
def posts(alice: User, bob: User) -> list[Post]:
    """Twenty-five posts, newest first."""
    return [publish(alice if number % 2 else bob, number) for number in range(25)][::-1]


def ids(response: Any) -> list[int]:
    assert response.status_code == 200
    return [post["id"] for post in response.json()["results"]]


def test_page_of_posts(as_charlie: Browser, alice: User, bob: User) -> None:
    publish(alice, 1)
    newer = publish(bob, 2, tags=["keys", "home lab"])
    response = as_charlie.get("/api/posts/?page_size=1")
    assert response.status_code == 200
    assert response.json() == {
        "count": 2,
        "count_is_capped": False,
        "next": "http://testserver/api/posts/?page=2&page_size=1",
        "previous": None,
        "results": [
            listed_post(
                newer,
                title="Post 2",
                slug="post-2",
                author={"id": bob.pk, "name": "Bob"},
                excerpt="Text 2",
                tags=[
                    {"name": "keys", "slug": "keys"},
                    {"name": "home lab", "slug": "home-lab"},
                ],
                published_at="2026-05-03T12:00:00Z",
            )
        ],
    }


def test_empty_list(as_charlie: Browser) -> None:
    body = as_charlie.get("/api/posts/").json()
    assert body == {
        "count": 0,
        "count_is_capped": False,
        "next": None,
        "previous": None,
        "results": [],
    }


def test_default_page_size_is_ten(as_charlie: Browser, posts: list[Post]) -> None:
    expected = [post.pk for post in posts]
    assert ids(as_charlie.get("/api/posts/")) == expected[:10]
    assert ids(as_charlie.get("/api/posts/?page=2")) == expected[10:20]
    assert ids(as_charlie.get("/api/posts/?page=3")) == expected[20:]


def test_links_lead_through_all_pages(as_charlie: Browser, posts: list[Post]) -> None:
    seen, url = [], "http://testserver/api/posts/?page_size=7"
    while url:
        response = as_charlie.get(url)
        seen += ids(response)
        url = response.json()["next"]
    assert seen == [post.pk for post in posts]


def test_links_use_forwarded_host(as_alice: Browser, alice: User) -> None:
    for number in range(2):
        make_post(alice, f"Post {number}", status="published")
    headers = {"X-Forwarded-Host": "localhost:3000", "X-Forwarded-Proto": "https"}
    body: Any = as_alice.get("/api/posts/?page_size=1", headers=headers).json()
    assert body["next"] == "https://localhost:3000/api/posts/?page=2&page_size=1"


def test_posts_of_one_moment_are_ordered(as_charlie: Browser, alice: User) -> None:
    expected = [publish(alice, number, published_at=NOON).pk for number in range(12)][::-1]
    pages = [ids(as_charlie.get(f"/api/posts/?page_size=5&page={page}")) for page in (1, 2, 3)]
    assert list(itertools.chain(*pages)) == expected
    # Queries without an order happen to get this one from the index.
    assert Post.objects.published().query.order_by == ("-published_at", "-id")


def test_drafts_are_not_listed(as_alice: Browser, as_bob: Browser, alice: User) -> None:
    post = publish(alice, 1)
    assert ids(as_alice.get("/api/posts/")) == ids(as_bob.get("/api/posts/")) == [post.pk]
    Post.objects.update(status="draft")
    assert ids(as_alice.get("/api/posts/")) == ids(as_bob.get("/api/posts/")) == []


def test_it_requires_a_login(anonymous: Browser, as_alice: Browser, posts: list[Post]) -> None:
    assert as_alice.get("/api/posts/").status_code == 200
    response = anonymous.get("/api/posts/")
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED


def test_it_rejects_invalid_pages(as_alice: Browser) -> None:
    for page in ["x", "", "1.5", "0", "-1", "1e1", " 1", "1_0", "٣", "last", "%00", "0x1"]:
        response = as_alice.get(f"/api/posts/?page={page}")
        assert response.status_code == 400, page
        assert response.json() == error(
            "invalid", "Give a whole number, 1 or higher.", "page", "validation_error"
        )


def test_it_rejects_invalid_page_sizes(as_alice: Browser) -> None:
    for size in ["x", "", "1.5", "0", "-1", "101", "٣", "%00", "9" * 5000]:
        response = as_alice.get(f"/api/posts/?page_size={size}")
        assert response.status_code == 400, size
        assert response.json() == error(
            "invalid", "Give a whole number from 1 to 100.", "page_size", "validation_error"
        )


def test_missing_pages_are_404(as_alice: Browser, posts: list[Post]) -> None:
    details: dict[str, list[int | str]] = {
        "Invalid page.": [4, 999, 1000],
        "Lists end after 10,000. Search for something more specific.": [
            *(1001, 2**63, 10**17, "9" * 5000)
        ],
    }
    for detail, pages in details.items():
        for page in pages:
            response = as_alice.get(f"/api/posts/?page={page}")
            assert response.status_code == 404, page
            assert response.json() == error("not_found", detail)


def test_count_is_capped(
    as_alice: Browser, posts: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, capped in [(24, True), (25, False), (26, False)]:
        monkeypatch.setattr(PagePagination, "max_results", most)
        body = as_alice.get("/api/posts/?page=3").json()
        assert (body["count"], body["count_is_capped"]) == (min(most, 25), capped)
        assert body["next"] is None
        assert len(body["results"]) == min(most, 25) - 20


def test_six_queries_at_any_page_size(
    as_charlie: Browser,
    posts: list[Post],
    django_assert_num_queries: DjangoAssertNumQueries,
    settings: Settings,
) -> None:
    settings.SESSION_ENGINE = "accounts.sessions.database_store"
    for post in posts:
        change_post(post, tags=["keys", f"tag {post.pk}"])
    for size in [1, 10, 25, 100]:
        with django_assert_num_queries(6) as queries:
            response = as_charlie.get(f"/api/posts/?page_size={size}")
        assert len(ids(response)) == min(size, 25)
        tables = [query["sql"].split('FROM "')[1].split('"')[0] for query in queries]
        assert tables == [
            "django_session",
            "accounts_user",
            *("blog_post", "blog_post", "blog_post"),  # count, ids, rows
            "blog_tag",
        ]


def test_bodies_are_not_fetched(as_charlie: Browser, posts: list[Post]) -> None:
    with CaptureQueriesContext(connection) as queries:
        as_charlie.get("/api/posts/")
    posts_query = queries[-2]["sql"]
    assert '"excerpt"' in posts_query
    assert '"body' not in posts_query


LISTS: dict[str, Callable[[User], PostQuerySet]] = {
    "post_list": lambda author: Post.objects.published(),
    "post_public": lambda author: Post.objects.public(),
    "post_author": lambda author: Post.objects.published().filter(author=author),
    "post_author_public": lambda author: Post.objects.public().filter(author=author),
    "post_drafts": Post.objects.drafts_of,
}


def test_each_list_has_an_index(alice: User) -> None:
    """The database does not sort all posts to show ten of them."""
    author = alice
    if connection.vendor == "postgresql":
        # With few rows the planner prefers to sort, or any index.
        call_command("make_posts", "200")
        author = User.objects.get(email="author-1@example.com")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE blog_post")
            for method in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{method} = off")
    for index, posts_of in LISTS.items():
        for posts in (posts_of(author), posts_of(author).reverse()):
            plan = posts.values_list("pk", flat=True)[:10].explain()
            assert f"{index} " in f"{plan} "
            assert "Sort" not in plan
            assert "ORDER BY" not in plan  # SQLite: "USE TEMP B-TREE FOR ORDER BY"
