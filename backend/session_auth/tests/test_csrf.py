"""CSRF protection of every endpoint, found by walking the URLs and not by listing them."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from conftest import CSRF_HEADER_MISSING, Browser
from session_auth.authentication import SessionAuthentication
from session_auth.views import Endpoint

UNSAFE = ["POST", "PUT", "PATCH", "DELETE"]


def paths(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, object]]:
    """Every path of a URL configuration, with the view that it leads to."""
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path.replace("<int:pk>", "1"), pattern.callback
        else:
            yield from paths(pattern, path)


API_VIEWS = [
    (path, getattr(view, "cls", None))
    for path, view in paths(get_resolver())
    if path.startswith("/api/")
]


def test_the_walk_finds_the_endpoints() -> None:
    assert {path for path, _ in API_VIEWS} >= {
        "/api/account/",
        "/api/login-set-cookie/",
        "/api/login/",
        "/api/logout/",
        "/api/schema/",
    }


@pytest.mark.parametrize("path", [path for path, _ in API_VIEWS])
@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize("visitor", ["nobody", "as_alice"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("application/json", b"{malformed"),
        ("application/x-www-form-urlencoded", b"a=1"),
        ("multipart/form-data", b"malformed"),
    ],
)
def test_without_a_token_every_unsafe_request_fails(
    path: str,
    method: str,
    visitor: str,
    content_type: str,
    body: bytes,
    request: pytest.FixtureRequest,
) -> None:
    browser: Browser = request.getfixturevalue(visitor)
    assert browser.token
    response = browser.generic(method, path, body, content_type=content_type)
    assert response.status_code == 403
    assert response.json() == CSRF_HEADER_MISSING
    assert response.cookies["csrftoken"].value


@pytest.mark.parametrize("path", [path for path, _ in API_VIEWS])
@pytest.mark.parametrize("method", UNSAFE)
def test_with_a_token_none_fails_for_that(path: str, method: str, as_alice: Browser) -> None:
    response = as_alice.send(method, path, "{}")
    assert "csrf_failed" not in response.content.decode()
    assert response.status_code < 500


@pytest.mark.parametrize(("path", "view"), API_VIEWS)
def test_every_endpoint_is_one_of_ours(path: str, view: type[APIView] | None) -> None:
    """A view made in another way would have none of this protection."""
    assert view is not None
    assert issubclass(view, Endpoint)
    assert view.authentication_classes == [SessionAuthentication]


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "a" * 64, "é", "\x00" * 32])
def test_a_wrong_token_is_refused_and_the_right_one_sent_again(
    as_alice: Browser, token: str
) -> None:
    right = as_alice.token
    response = as_alice.send("POST", "/api/logout/", "", headers={"X-CSRFToken": token})
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "csrf_failed"
    # The token of other tabs goes on being valid.
    assert response.cookies["csrftoken"].value == right
    assert as_alice.post_json("/api/logout/").status_code == 204


def test_without_the_cookie_the_header_proves_nothing(as_alice: Browser) -> None:
    headers = {"X-CSRFToken": "a" * 32}
    response = as_alice.generic("POST", "/api/logout/", headers=headers)
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "csrf_failed"
    # The fresh cookie is all that was missing.
    assert as_alice.post_json("/api/logout/").status_code == 204


ORIGINS = [("https://evil.example", 403), ("null", 403), ("http://testserver", 204)]


def test_another_site_s_origin_is_refused_even_with_the_token(as_alice: Browser) -> None:
    for origin, status in [
        ("https://evil.example", 403),
        ("null", 403),
        ("http://testserver", 204),
    ]:
        response = as_alice.post_json("/api/logout/", headers={"Origin": origin})
        assert response.status_code == status


def test_a_cookie_that_may_be_another_site_s_is_named_and_proves_nothing(nobody: Browser) -> None:
    token = nobody.token
    nobody.cookies.clear()
    for cookies, code in (
        (f"csrftoken={token}", "invalid_credentials"),
        (f"csrftoken={token}; csrftoken={token}", "ambiguous_cookie"),
        (f"csrftoken={token}; csrftoken={'a' * 32}", "ambiguous_cookie"),
        (f"csrftoken={token}; sessionid={'a' * 32}; sessionid=b", "ambiguous_cookie"),
    ):
        headers = {"Cookie": cookies, "X-CSRFToken": token}
        response = nobody.generic(
            *("POST", "/api/login/", '{"email": "a@example.com", "password": "wrong"}'),
            content_type="application/json",
            headers=headers,
        )
        assert response.json()["errors"][0]["code"] == code
        nobody.cookies.clear()


def test_a_token_in_a_form_field_is_not_enough(as_alice: Browser) -> None:
    token = as_alice.token
    response = as_alice.post("/api/logout/", {"csrfmiddlewaretoken": token})
    assert response.status_code == 403
    assert response.json() == CSRF_HEADER_MISSING
