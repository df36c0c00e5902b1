"""CORS and cookies with the front end at app.example.com and the API at api.example.com."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from conftest import Browser, browser_of, cookies_of

APP = "https://app.example.com"
API: Any = {"HTTP_HOST": "api.example.com", "wsgi.url_scheme": "https"}
SESSION, CSRF, DEVICE = "__Secure-sessionid", "__Secure-csrftoken", "__Secure-device"
OTHER_ORIGINS = [
    "https://evil.example",
    "null",
    "http://app.example.com",
    "https://app.example.com.evil.example",
    "https://app.example.com:8443",
    "https://example.com",
    "https://shop.example.com",
    "https://api.example.com.evil.example",
    "https://evil.example/https://app.example.com",
    "https://evilapp.example.com",
    "*",
    "[",
    "",
]


@pytest.fixture(autouse=True)
def two_domains(settings: Settings) -> None:
    settings.FRONTEND_ORIGIN = APP
    settings.CORS_ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = [APP]
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = SESSION, CSRF
    settings.DEVICE_COOKIE_NAME = DEVICE
    settings.SESSION_COOKIE_DOMAIN = settings.CSRF_COOKIE_DOMAIN = "example.com"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.ALLOWED_HOSTS = ["api.example.com", "app.example.com", "testserver"]


def cors_headers(response: Any) -> dict[str, str]:
    return {
        name.lower(): value
        for name, value in response.headers.items()
        if name.lower().startswith("access-control-")
    }


def preflight(browser: Browser, method: str, origin: str) -> Any:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type,x-csrftoken",
    }
    return browser.generic("OPTIONS", "/api/account/", headers=headers, **API)


def test_preflight(anonymous: Browser) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        response = preflight(anonymous, method, APP)
        assert response.status_code == 200
        cors = cors_headers(response)
        assert cors["access-control-allow-origin"] == APP
        assert cors["access-control-allow-credentials"] == "true"
        assert method in cors["access-control-allow-methods"].split(", ")
        assert cors["access-control-max-age"] == "7200"
        assert "origin" in response.headers["Vary"].lower()
        assert not response.cookies


def test_allowed_headers(anonymous: Browser) -> None:
    allowed = cors_headers(preflight(anonymous, "PUT", APP))["access-control-allow-headers"]
    assert set(allowed.split(", ")) >= {
        *("content-type", "if-match", "idempotency-key", "x-account", "x-csrftoken"),
        "traceparent",
    }


def test_preflight_of_other_origins(anonymous: Browser) -> None:
    for origin in OTHER_ORIGINS:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            response = preflight(anonymous, method, origin)
            assert cors_headers(response) == {}, (origin, method)


def test_readable_responses(alice: User) -> None:
    """The front end can read every response of the API, errors included."""
    for path in ("/api/account/", "/api/schema/", "/api/nothing/"):
        response = browser_of(alice).get(path, headers={"Origin": APP}, **API)
        cors = cors_headers(response)
        assert cors["access-control-allow-origin"] == APP
        assert cors["access-control-allow-credentials"] == "true"
        exposed = set(cors["access-control-expose-headers"].split(", "))
        assert exposed == {"ETag", "Retry-After", "Server-Timing", "X-Request-ID"}
        assert {"origin", "cookie"} <= set(response.headers["Vary"].lower().split(", "))


def test_responses_to_other_origins(alice: User) -> None:
    """Not readable, and caches keep them apart."""
    browser = browser_of(alice)
    for path in ("/api/account/", "/api/schema/", "/api/login-set-cookie/"):
        for origin in OTHER_ORIGINS:
            response = browser.get(path, headers={"Origin": origin}, **API)
            assert cors_headers(response) == {}, (path, origin)
            assert "origin" in response.headers["Vary"].lower()


def test_no_cors_outside_the_api(anonymous: Browser) -> None:
    for path in ("/admin/login/", "/feed.atom", "/sitemap.xml"):
        assert cors_headers(anonymous.get(path, headers={"Origin": APP}, **API)) == {}


def test_no_cors_with_one_domain(settings: Settings, alice: User) -> None:
    settings.CORS_ALLOWED_ORIGINS = []
    for origin in (APP, *OTHER_ORIGINS):
        response = browser_of(alice).get("/api/account/", headers={"Origin": origin}, **API)
        assert cors_headers(response) == {}
        assert cors_headers(preflight(browser_of(alice), "POST", origin)) == {}


def test_login_and_logout(anonymous: Browser, alice: User) -> None:
    """Both domains share the cookies."""
    headers = {"Origin": APP, "Referer": f"{APP}/"}
    response = anonymous.log_in("alice@example.com", headers=headers, **API)
    assert response.status_code == 200
    for name, cookie in cookies_of(response).items():
        assert name in (SESSION, CSRF, DEVICE)
        assert cookie["domain"] == "example.com"
        assert cookie["secure"] is True
        assert cookie["samesite"] == "Lax"
    assert response.cookies[SESSION]["httponly"] is True
    response = anonymous.post_json("/api/logout/", headers=headers, **API)
    assert response.status_code == 204
    for name in (SESSION, CSRF):
        assert cookies_of(response)[name]["domain"] == "example.com"
        assert cookies_of(response)[name]["max-age"] == 0
        assert cookies_of(response)[name]["secure"] is True


def test_malformed_session_cookie(anonymous: Browser) -> None:
    """It is deleted on the domain that it was set for."""
    anonymous.cookies[SESSION] = "malformed"
    response = anonymous.get("/api/account/", headers={"Origin": APP}, **API)
    assert cookies_of(response)[SESSION]["domain"] == "example.com"
    assert cookies_of(response)[SESSION]["max-age"] == 0


def test_csrf_of_other_origins(anonymous: Browser, alice: User) -> None:
    """They are refused even with the token, which sibling subdomains receive."""
    for origin in OTHER_ORIGINS:
        response = anonymous.log_in("alice@example.com", headers={"Origin": origin}, **API)
        assert response.status_code == 403
        assert response.json()["errors"][0]["code"] == "csrf_failed"
        assert cors_headers(response) == {}, origin


def test_csrf_by_referer(anonymous: Browser, alice: User) -> None:
    """It is checked if there is no Origin header."""
    for referer, status in (
        ("https://evil.example/", 403),
        ("https://evil.example.com/", 403),
        ("https://app.example.com.evil.example/", 403),
        ("http://app.example.com/", 403),
        (f"{APP}/login", 200),
    ):
        response = anonymous.log_in("alice@example.com", headers={"Referer": referer}, **API)
        assert response.status_code == status, referer


def test_request_of_the_nuxt_server(anonymous: Browser, alice: User) -> None:
    """While it renders a page, it uses the front end's name."""
    forwarded = {"X-Forwarded-Host": "app.example.com", "X-Forwarded-Proto": "https"}
    response = anonymous.log_in("alice@example.com", headers={**forwarded, "Origin": APP})
    assert response.status_code == 200
    assert cookies_of(response)[SESSION]["domain"] == "example.com"
