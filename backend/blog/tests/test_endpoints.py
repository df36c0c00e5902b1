"""The addresses of the blog's endpoints, and what all of them keep to."""

from typing import Any

import pytest

from blog.tests.factories import make_post
from conftest import Browser
from session_auth.tests.test_csrf import API_VIEWS
from session_auth.tests.test_errors import expect_told_what_is_right


def test_these_are_the_endpoints() -> None:
    assert sorted(path for path, _ in API_VIEWS if path.startswith("/api/posts/")) == [
        "/api/posts/",
        "/api/posts/1/",
        "/api/posts/1/card.png",
        "/api/posts/1/restore/",
        "/api/posts/drafts/",
        "/api/posts/preview/",
        "/api/posts/public/",
    ]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/posts/", "GET, HEAD, POST"),
        ("POST", "/api/posts/1/", "GET, HEAD, PUT, PATCH, DELETE"),
        ("POST", "/api/posts/public/", "GET, HEAD"),
        ("PUT", "/api/posts/drafts/", "GET, HEAD"),
        ("GET", "/api/posts/preview/", "POST"),
        ("GET", "/api/posts/1/restore/", "POST"),
        ("POST", "/api/posts/1/card.png", "GET, HEAD"),
        ("OPTIONS", "/api/posts/", "GET, HEAD, POST"),
        ("TRACE", "/api/posts/", "GET, HEAD, POST"),
    ],
)
@pytest.mark.parametrize("visitor", ["nobody", "as_alice"])
def test_a_wrong_method_is_told_what_is_right(
    method: str, path: str, allowed: str, visitor: str, request: pytest.FixtureRequest
) -> None:
    expect_told_what_is_right(request.getfixturevalue(visitor), method, path, allowed)


def test_without_the_slash_there_is_nothing(nobody: Browser) -> None:
    assert nobody.get("/api/posts/1").status_code == 404


def test_what_a_member_gets_may_not_be_kept(as_alice: Browser, alice: Any) -> None:
    make_post(alice, status="published")
    for response in (as_alice.get("/api/posts/"), as_alice.get("/api/posts/1000/")):
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"].split(", ")


def test_of_the_whole_api_only_the_card_may_be_kept(nobody: Browser, alice: Any) -> None:
    post = make_post(alice, status="published", visibility="public")
    kept = {
        path
        for path, _ in API_VIEWS
        if "public" in nobody.get(path.replace("1", str(post.pk))).headers["Cache-Control"]
    }
    assert kept == {"/api/posts/1/card.png"}
