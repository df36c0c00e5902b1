"""All endpoints of the blog: URLs, methods and caching"""

from typing import Any

import pytest

from blog.tests.factories import make_post
from conftest import Browser
from session_auth.tests.test_csrf import API_VIEWS
from session_auth.tests.test_errors import expect_method_not_allowed


def test_urls() -> None:
    assert sorted(path for path, _ in API_VIEWS if path.startswith("/api/posts/")) == [
        "/api/posts/",
        "/api/posts/1/",
        "/api/posts/1/card.png",
        "/api/posts/1/restore/",
        "/api/posts/drafts/",
        "/api/posts/preview/",
        "/api/posts/public/",
    ]


@pytest.mark.parametrize("visitor", ["anonymous", "as_alice"])
def test_wrong_methods_are_405(visitor: str, request: pytest.FixtureRequest) -> None:
    browser = request.getfixturevalue(visitor)
    for method, path, allowed in [
        ("DELETE", "/api/posts/", "GET, HEAD, POST"),
        ("POST", "/api/posts/1/", "GET, HEAD, PUT, PATCH, DELETE"),
        ("POST", "/api/posts/public/", "GET, HEAD"),
        ("PUT", "/api/posts/drafts/", "GET, HEAD"),
        ("GET", "/api/posts/preview/", "POST"),
        ("GET", "/api/posts/1/restore/", "POST"),
        ("POST", "/api/posts/1/card.png", "GET, HEAD"),
        ("OPTIONS", "/api/posts/", "GET, HEAD, POST"),
        ("TRACE", "/api/posts/", "GET, HEAD, POST"),
    ]:
        expect_method_not_allowed(browser, method, path, allowed)


def test_missing_slash_is_404(anonymous: Browser) -> None:
    assert anonymous.get("/api/posts/1").status_code == 404


def test_responses_are_private(as_alice: Browser, alice: Any) -> None:
    make_post(alice, status="published")
    for response in (as_alice.get("/api/posts/"), as_alice.get("/api/posts/1000/")):
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"].split(", ")


def test_only_the_og_image_is_public(anonymous: Browser, alice: Any) -> None:
    post = make_post(alice, status="published", visibility="public")
    public = {
        path
        for path, _ in API_VIEWS
        if "public" in anonymous.get(path.replace("1", str(post.pk))).headers["Cache-Control"]
    }
    assert public == {"/api/posts/1/card.png"}
