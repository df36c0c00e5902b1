"""?author=, ?tag= and ?ordering= of GET /api/posts/ and GET /api/posts/public/"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from blog import services
from blog.models import Post
from blog.tests.factories import change_post, make_post
from conftest import Browser, error

pytestmark = pytest.mark.each_database

LISTS = ["/api/posts/", "/api/posts/public/"]
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def posts(alice: User, bob: User) -> list[Post]:
    """Three posts, oldest first, by Alice, Bob and Alice."""
    return [
        make_post(
            author,
            f"Post {number}",
            status="published",
            visibility="public",
            published_at=NOON + timedelta(days=number),
            tags=tags,
        )
        for number, (author, tags) in enumerate(
            [(alice, ["keys"]), (bob, ["keys", "home lab"]), (alice, [])]
        )
    ]


def titles(response: Any) -> list[str]:
    assert response.status_code == 200
    return [post["title"] for post in response.json()["results"]]


@pytest.mark.parametrize("url", LISTS)
def test_author(as_charlie: Browser, posts: list[Post], url: str) -> None:
    assert titles(as_charlie.get(url)) == ["Post 2", "Post 1", "Post 0"]
    assert titles(as_charlie.get(f"{url}?author={posts[0].author_id}")) == ["Post 2", "Post 0"]
    assert titles(as_charlie.get(f"{url}?author={posts[1].author_id}")) == ["Post 1"]


@pytest.mark.parametrize("url", LISTS)
def test_tag(as_charlie: Browser, posts: list[Post], url: str) -> None:
    assert titles(as_charlie.get(f"{url}?tag=keys")) == ["Post 1", "Post 0"]
    assert titles(as_charlie.get(f"{url}?tag=home-lab")) == ["Post 1"]


@pytest.mark.parametrize("url", LISTS)
def test_ordering(as_charlie: Browser, posts: list[Post], url: str) -> None:
    assert titles(as_charlie.get(f"{url}?ordering=published_at")) == ["Post 0", "Post 1", "Post 2"]
    assert titles(as_charlie.get(f"{url}?ordering=-published_at")) == titles(as_charlie.get(url))


@pytest.mark.parametrize("url", LISTS)
def test_all_filters_together(as_charlie: Browser, posts: list[Post], url: str) -> None:
    query = f"?author={posts[0].author_id}&ordering=published_at&page_size=1&page=2"
    response = as_charlie.get(url + query)
    assert titles(response) == ["Post 2"]
    assert response.json()["count"] == 2
    previous = response.json()["previous"]
    assert titles(as_charlie.get(previous)) == ["Post 0"]
    tagged = f"{url}?author={posts[0].author_id}&tag=keys"
    assert titles(as_charlie.get(tagged)) == ["Post 0"]


@pytest.mark.parametrize("url", LISTS)
def test_unknown_tag_is_empty(as_charlie: Browser, posts: list[Post], url: str) -> None:
    """An error would reveal the tags of other people's drafts."""
    for slug in ["nothing", "鍵"]:
        assert titles(as_charlie.get(f"{url}?tag={slug}")) == []


@pytest.mark.parametrize("url", LISTS)
def test_author_without_posts_is_404(
    as_charlie: Browser, posts: list[Post], bob: User, charlie: User, url: str
) -> None:
    def responses(author: int) -> list[Any]:
        queries = ["", "&tag=keys", "&tag=nothing", "&search=post", "&ordering=published_at"]
        found = [as_charlie.get(f"{url}?author={author}{query}") for query in queries]
        return [(response.status_code, response.json()) for response in found]

    detail = "There is no author of this id, or no post of theirs that you may see."
    unknown = [(404, error("not_found", detail))] * 5
    assert responses(999_999) == responses(10**17 - 1) == unknown
    assert [status for status, _ in responses(bob.pk)] == [200] * 5
    change_post(posts[1], status="draft")
    assert responses(bob.pk) == unknown
    if url == "/api/posts/public/":
        change_post(posts[1], status="published", visibility="members")
        assert responses(bob.pk) == responses(charlie.pk) == unknown
    else:
        # A member's own page exists before the first post.
        assert [status for status, _ in responses(charlie.pk)] == [200] * 5


@pytest.mark.parametrize("url", LISTS)
def test_it_rejects_invalid_values(as_charlie: Browser, posts: list[Post], url: str) -> None:
    for query, code, attr in [
        ("ordering=title", "invalid_choice", "ordering"),
        ("ordering=", "invalid_choice", "ordering"),
        ("ordering=-published_at,id", "invalid_choice", "ordering"),
        ("ordering=author__password", "invalid_choice", "ordering"),
        ("author=", "invalid", "author"),
        ("author=alice", "invalid", "author"),
        ("author=-1", "invalid", "author"),
        ("author=0", "min_value", "author"),
        (f"author={10**17}", "max_value", "author"),
        ("author=" + "9" * 5000, "max_value", "author"),
        ("author=1_0", "invalid", "author"),
        ("author=%D9%A3", "invalid", "author"),
        ("author=1%00", "invalid", "author"),
        ("tag=", "blank", "tag"),
        ("tag=%00", "null_characters_not_allowed", "tag"),
        ("tag=" + "a" * 61, "max_length", "tag"),
        ("search=%00", "null_characters_not_allowed", "search"),
        ("search=" + "a" * 201, "max_length", "search"),
    ]:
        response = as_charlie.get(f"{url}?{query}")
        assert response.status_code == 400, query
        body = response.json()
        assert body["type"] == "validation_error"
        assert [(item["code"], item["attr"]) for item in body["errors"]] == [(code, attr)], query


@pytest.mark.parametrize("query", ["", "?tag=keys", "?author={alice}", "?search=post"])
def test_filters_respect_permissions(
    as_bob: Browser, anonymous: Browser, posts: list[Post], alice: User, query: str
) -> None:
    def is_empty(response: Any) -> bool:
        if "author" in query:
            return bool(response.status_code == 404)
        return titles(response) == [] and response.json()["count"] == 0

    def change_all(**content: str) -> None:
        for post in posts:
            change_post(post, **content)

    query = query.format(alice=alice.pk)
    url = f"/api/posts/{query}"
    public = f"/api/posts/public/{query}"
    post = posts[0]
    assert post.title in titles(as_bob.get(url))
    assert post.title in titles(anonymous.get(public))
    change_all(visibility="members")
    assert post.title in titles(as_bob.get(url))
    assert is_empty(anonymous.get(public))
    change_all(visibility="public", status="draft")
    assert is_empty(as_bob.get(url))
    assert is_empty(anonymous.get(public))
    change_all(status="published")
    services.soft_delete(post)
    assert post.title not in titles(as_bob.get(url))
    assert post.title not in titles(anonymous.get(public))
