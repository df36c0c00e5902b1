"""CSRF protection of every endpoint."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from conftest import CSRF_HEADER_MISSING, Browser, browser_of
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


API_VIEWS: list[tuple[str, type[APIView] | None]] = [
    (path, getattr(view, "cls", None))
    for path, view in paths(get_resolver())
    if path.startswith("/api/")
]


def test_the_urls_lead_to_the_endpoints() -> None:
    assert {path for path, _ in API_VIEWS} >= {
        "/api/account/",
        "/api/login-set-cookie/",
        "/api/login/",
        "/api/logout/",
        "/api/schema/",
    }


BODIES = [
    ("application/json", b"{}"),
    ("application/json", b"{malformed"),
    ("application/x-www-form-urlencoded", b"a=1"),
    ("multipart/form-data", b"malformed"),
]


def test_every_unsafe_request_needs_a_token(anonymous: Browser, as_alice: Browser) -> None:
    for browser in (anonymous, as_alice):
        assert browser.token
        for (path, _), method, (content_type, body) in product(API_VIEWS, UNSAFE, BODIES):
            response = browser.generic(method, path, body, content_type=content_type)
            case = (method, path, content_type)
            assert (case, response.status_code) == (case, 403)
            assert response.json() == CSRF_HEADER_MISSING
            assert response.cookies["csrftoken"].value


def test_a_token_is_enough_for_each(alice: Any) -> None:
    for (path, _), method in product(API_VIEWS, UNSAFE):
        response = browser_of(alice).send(method, path, "{}")
        assert "csrf_failed" not in response.content.decode(), (method, path)
        assert response.status_code < 500, (method, path)


def test_every_view_is_an_endpoint() -> None:
    """Other views would not have this protection."""
    for path, view in API_VIEWS:
        if path.startswith("/api/auth/browser/"):
            continue  # accounts/tests/test_headless.py
        assert view is not None, path
        assert issubclass(view, Endpoint), path
        assert view.authentication_classes == [SessionAuthentication], path


def test_a_wrong_token_is_refused_and_sent_again(as_alice: Browser) -> None:
    right = as_alice.token
    for token in ("", "x", "0" * 32, "a" * 64, "é", "\x00" * 32):
        response = as_alice.send("POST", "/api/logout/", "", headers={"X-CSRFToken": token})
        assert response.status_code == 403
        assert response.json()["errors"][0]["code"] == "csrf_failed"
        # The token of other tabs stays valid.
        assert response.cookies["csrftoken"].value == right
    assert as_alice.post_json("/api/logout/").status_code == 204


def test_a_header_without_the_cookie_is_refused(as_alice: Browser) -> None:
    headers = {"X-CSRFToken": "a" * 32}
    response = as_alice.generic("POST", "/api/logout/", headers=headers)
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "csrf_failed"
    # The response sets the cookie.
    assert as_alice.post_json("/api/logout/").status_code == 204


def test_another_origin_is_refused_with_a_token(as_alice: Browser) -> None:
    for origin, status in [
        ("https://evil.example", 403),
        ("null", 403),
        ("http://testserver", 204),
    ]:
        response = as_alice.post_json("/api/logout/", headers={"Origin": origin})
        assert response.status_code == status


def test_an_ambiguous_cookie_is_refused(anonymous: Browser) -> None:
    token = anonymous.token
    anonymous.cookies.clear()
    for cookies, code in (
        (f"csrftoken={token}", "invalid_credentials"),
        (f"csrftoken={token}; csrftoken={token}", "ambiguous_cookie"),
        (f"csrftoken={token}; csrftoken={'a' * 32}", "ambiguous_cookie"),
        (f"csrftoken={token}; sessionid={'a' * 32}; sessionid=b", "ambiguous_cookie"),
    ):
        headers = {"Cookie": cookies, "X-CSRFToken": token}
        response = anonymous.generic(
            *("POST", "/api/login/", '{"email": "a@example.com", "password": "wrong"}'),
            content_type="application/json",
            headers=headers,
        )
        assert response.json()["errors"][0]["code"] == code
        anonymous.cookies.clear()


def test_a_token_in_a_form_is_refused(as_alice: Browser) -> None:
    token = as_alice.token
    response = as_alice.post("/api/logout/", {"csrfmiddlewaretoken": token})
    assert response.status_code == 403
    assert response.json() == CSRF_HEADER_MISSING
