"""GET /api/posts/"""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from api.pagination import PagePagination
from blog.models import Post
from blog.tests.factories import change_post, listed_post, make_post
from conftest import NOT_AUTHENTICATED, Browser, error

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


def test_it_lists_a_page_of_posts(as_charlie: Browser, alice: User, bob: User) -> None:
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


def test_there_may_be_none(as_charlie: Browser) -> None:
    body = as_charlie.get("/api/posts/").json()
    assert body == {
        "count": 0,
        "count_is_capped": False,
        "next": None,
        "previous": None,
        "results": [],
    }


def test_ten_make_a_page(as_charlie: Browser, posts: list[Post]) -> None:
    expected = [post.pk for post in posts]
    assert ids(as_charlie.get("/api/posts/")) == expected[:10]
    assert ids(as_charlie.get("/api/posts/?page=2")) == expected[10:20]
    assert ids(as_charlie.get("/api/posts/?page=3")) == expected[20:]


def test_the_links_lead_through_all_pages(as_charlie: Browser, posts: list[Post]) -> None:
    seen, url = [], "http://testserver/api/posts/?page_size=7"
    while url:
        response = as_charlie.get(url)
        seen += ids(response)
        url = response.json()["next"]
    assert seen == [post.pk for post in posts]


def test_links_bear_the_public_origin(as_alice: Browser, alice: User) -> None:
    for number in range(2):
        make_post(alice, f"Post {number}", status="published")
    headers = {"X-Forwarded-Host": "localhost:3000", "X-Forwarded-Proto": "https"}
    body: Any = as_alice.get("/api/posts/?page_size=1", headers=headers).json()
    assert body["next"] == "https://localhost:3000/api/posts/?page=2&page_size=1"


def test_posts_of_the_same_moment_keep_their_order(as_charlie: Browser, alice: User) -> None:
    expected = [publish(alice, number, published_at=NOON).pk for number in range(12)][::-1]
    pages = [ids(as_charlie.get(f"/api/posts/?page_size=5&page={page}")) for page in (1, 2, 3)]
    assert list(itertools.chain(*pages)) == expected
    # The index happens to give this order even to a query that does not ask for it.
    assert Post.objects.published().query.order_by == ("-published_at", "-id")


def test_drafts_are_not_listed_not_even_to_their_author(
    as_alice: Browser, as_bob: Browser, alice: User
) -> None:
    post = publish(alice, 1)
    assert ids(as_alice.get("/api/posts/")) == ids(as_bob.get("/api/posts/")) == [post.pk]
    Post.objects.update(status="draft")
    assert ids(as_alice.get("/api/posts/")) == ids(as_bob.get("/api/posts/")) == []


def test_nobody_is_refused(nobody: Browser, as_alice: Browser, posts: list[Post]) -> None:
    assert as_alice.get("/api/posts/").status_code == 200
    response = nobody.get("/api/posts/")
    assert response.status_code == 403
    assert response.json() == NOT_AUTHENTICATED


@pytest.mark.parametrize(
    "page", ["x", "", "1.5", "0", "-1", "1e1", " 1", "1_0", "٣", "last", "%00", "0x1"]
)
def test_a_page_that_is_no_number_is_an_error(
    as_alice: Browser, posts: list[Post], page: str
) -> None:
    response = as_alice.get(f"/api/posts/?page={page}")
    assert response.status_code == 400
    assert response.json() == error(
        "invalid", "Give a whole number, 1 or higher.", "page", "validation_error"
    )


@pytest.mark.parametrize("size", ["x", "", "1.5", "0", "-1", "101", "٣", "%00", "9" * 5000])
def test_a_page_size_that_is_none_is_an_error(
    as_alice: Browser, posts: list[Post], size: str
) -> None:
    response = as_alice.get(f"/api/posts/?page_size={size}")
    assert response.status_code == 400
    assert response.json() == error(
        "invalid", "Give a whole number from 1 to 100.", "page_size", "validation_error"
    )


@pytest.mark.parametrize("page", [4, 999, 1000])
def test_past_the_last_page_there_is_nothing(
    as_alice: Browser, posts: list[Post], page: int
) -> None:
    response = as_alice.get(f"/api/posts/?page={page}")
    assert response.status_code == 404
    assert response.json() == error("not_found", "Invalid page.")


@pytest.mark.parametrize("page", [1001, 2**63, 10**17, "9" * 5000])
def test_nobody_pages_on_for_ever(as_alice: Browser, posts: list[Post], page: int | str) -> None:
    response = as_alice.get(f"/api/posts/?page={page}")
    assert response.status_code == 404
    assert response.json() == error(
        "not_found", "Lists end after 10,000. Search for something more specific."
    )


def test_a_long_list_is_counted_to_a_limit_and_says_so(
    as_alice: Browser, posts: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, capped in [(24, True), (25, False), (26, False)]:
        monkeypatch.setattr(PagePagination, "most", most)
        body = as_alice.get("/api/posts/?page=3").json()
        assert (body["count"], body["count_is_capped"]) == (min(most, 25), capped)
        assert body["next"] is None
        assert len(body["results"]) == min(most, 25) - 20


@pytest.mark.parametrize("size", [1, 10, 25, 100])
def test_it_takes_six_queries_whatever_the_page_size(
    as_charlie: Browser,
    posts: list[Post],
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    settings: Settings,
) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    for post in posts:
        change_post(post, tags=["keys", f"tag {post.pk}"])
    with django_assert_num_queries(6) as queries:
        response = as_charlie.get(f"/api/posts/?page_size={size}")
    assert len(ids(response)) == min(size, 25)
    tables = [query["sql"].split('FROM "')[1].split('"')[0] for query in queries]
    assert tables == [
        "django_session",
        "accounts_user",
        *("blog_post", "blog_post", "blog_post"),  # how many, which, and those
        "blog_tag",
    ]


def test_the_texts_are_not_fetched(as_charlie: Browser, posts: list[Post]) -> None:
    with CaptureQueriesContext(connection) as queries:
        as_charlie.get("/api/posts/")
    posts_query = queries[-2]["sql"]
    assert '"excerpt"' in posts_query
    assert '"body' not in posts_query


LISTS = {
    "post_list": lambda alice: Post.objects.published(),
    "post_public": lambda alice: Post.objects.public(),
    "post_author": lambda alice: Post.objects.published().filter(author=alice),
    "post_author_public": lambda alice: Post.objects.public().filter(author=alice),
    "post_drafts": lambda alice: Post.objects.drafts_of(alice),
}


@pytest.mark.parametrize("index", LISTS)
@pytest.mark.parametrize("backwards", [False, True])
def test_an_index_gives_the_order_of_every_list(index: str, backwards: bool, alice: User) -> None:
    """So that the database never sorts all posts to show ten of them."""
    if connection.vendor == "postgresql":
        # Among few rows it would rightly take any index, or sort them.
        call_command("make_posts", "200")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE blog_post")
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    posts = LISTS[index](alice)
    posts = posts.reverse() if backwards else posts
    plan = posts.values_list("pk", flat=True)[:10].explain()
    assert index in plan
    assert "Sort" not in plan
    assert "ORDER BY" not in plan  # SQLite: "USE TEMP B-TREE FOR ORDER BY"
