"""The front end at app.example.com, the API at api.example.com: one session for both."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from conftest import Browser, browser_of, cookies_of

APP = "https://app.example.com"
API: Any = {"HTTP_HOST": "api.example.com", "wsgi.url_scheme": "https"}
SESSION, CSRF, DEVICE = "__Secure-sessionid", "__Secure-csrftoken", "__Secure-device"
STRANGERS = [
    "https://evil.example",
    "null",
    "http://app.example.com",
    "https://app.example.com.evil.example",
    "https://app.example.com:8443",
    "https://example.com",
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


def cors_of(response: Any) -> dict[str, str]:
    """What a response allows to other origins."""
    names = [name for name in response.headers if name.lower().startswith("access-control-")]
    return {name.lower(): response.headers[name] for name in names}


def preflight(browser: Browser, method: str, origin: str) -> Any:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type,x-csrftoken",
    }
    return browser.generic("OPTIONS", "/api/account/", headers=headers, **API)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_the_front_end_may_call_with_each_method(nobody: Browser, method: str) -> None:
    response = preflight(nobody, method, APP)
    assert response.status_code == 200
    cors = cors_of(response)
    assert cors["access-control-allow-origin"] == APP
    assert cors["access-control-allow-credentials"] == "true"
    assert method in cors["access-control-allow-methods"].split(", ")
    assert cors["access-control-max-age"] == "7200"
    assert "origin" in response.headers["Vary"].lower()
    assert not response.cookies


def test_it_may_send_the_headers_that_it_sends(nobody: Browser) -> None:
    allowed = cors_of(preflight(nobody, "PUT", APP))["access-control-allow-headers"]
    assert set(allowed.split(", ")) >= {
        *("content-type", "if-match", "idempotency-key", "x-account", "x-csrftoken"),
        "traceparent",
    }


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_the_preflight_of_a_stranger_is_granted_nothing(
    nobody: Browser, origin: str, method: str
) -> None:
    assert cors_of(preflight(nobody, method, origin)) == {}


@pytest.mark.parametrize("path", ["/api/account/", "/api/schema/", "/api/nothing/"])
def test_the_front_end_may_read_every_answer(alice: User, path: str) -> None:
    """Refusals as well: what went wrong has to be told."""
    response = browser_of(alice).get(path, headers={"Origin": APP}, **API)
    cors = cors_of(response)
    assert cors["access-control-allow-origin"] == APP
    assert cors["access-control-allow-credentials"] == "true"
    exposed = set(cors["access-control-expose-headers"].split(", "))
    assert exposed == {"ETag", "Retry-After", "Server-Timing", "X-Request-ID"}
    varies = response.headers["Vary"].lower().split(", ")
    assert {"origin", "cookie"} <= set(varies)


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize("path", ["/api/account/", "/api/schema/", "/api/login-set-cookie/"])
def test_a_stranger_may_read_none(alice: User, origin: str, path: str) -> None:
    response = browser_of(alice).get(path, headers={"Origin": origin}, **API)
    assert cors_of(response) == {}
    # What a cache keeps for one origin is not given to another.
    assert "origin" in response.headers["Vary"].lower()


@pytest.mark.parametrize("path", ["/admin/login/", "/feed.atom", "/sitemap.xml"])
def test_nothing_but_the_api_is_opened(nobody: Browser, path: str) -> None:
    assert cors_of(nobody.get(path, headers={"Origin": APP}, **API)) == {}


def test_with_one_origin_nobody_else_may_read(settings: Settings, alice: User) -> None:
    settings.CORS_ALLOWED_ORIGINS = []
    for origin in (APP, *STRANGERS):
        response = browser_of(alice).get("/api/account/", headers={"Origin": origin}, **API)
        assert cors_of(response) == {}
        assert cors_of(preflight(browser_of(alice), "POST", origin)) == {}


def test_the_front_end_logs_in_and_out_and_both_names_share_the_cookies(
    nobody: Browser, alice: User
) -> None:
    headers = {"Origin": APP, "Referer": f"{APP}/"}
    response = nobody.log_in("alice@example.com", headers=headers, **API)
    assert response.status_code == 200
    for name, cookie in cookies_of(response).items():
        assert name in (SESSION, CSRF, DEVICE)
        assert cookie["domain"] == "example.com"
        assert cookie["secure"] is True
        assert cookie["samesite"] == "Lax"
    assert response.cookies[SESSION]["httponly"] is True
    response = nobody.post_json("/api/logout/", headers=headers, **API)
    assert response.status_code == 204
    for name in (SESSION, CSRF):
        assert cookies_of(response)[name]["domain"] == "example.com"
        assert cookies_of(response)[name]["max-age"] == 0
        assert cookies_of(response)[name]["secure"] is True


def test_a_malformed_session_cookie_is_deleted_where_it_is(nobody: Browser) -> None:
    nobody.cookies[SESSION] = "malformed"
    response = nobody.get("/api/account/", headers={"Origin": APP}, **API)
    assert cookies_of(response)[SESSION]["domain"] == "example.com"
    assert cookies_of(response)[SESSION]["max-age"] == 0


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_stranger_who_knows_the_token_is_refused(
    nobody: Browser, alice: User, origin: str
) -> None:
    response = nobody.log_in("alice@example.com", headers={"Origin": origin}, **API)
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "csrf_failed"
    assert cors_of(response) == {}


@pytest.mark.parametrize(
    ("referer", "status"),
    [
        (f"{APP}/login", 200),
        ("https://evil.example/", 403),
        ("https://evil.example.com/", 403),
        ("https://app.example.com.evil.example/", 403),
        ("http://app.example.com/", 403),
    ],
)
def test_where_there_is_no_origin_the_referer_is_checked(
    nobody: Browser, alice: User, referer: str, status: int
) -> None:
    response = nobody.log_in("alice@example.com", headers={"Referer": referer}, **API)
    assert response.status_code == status


def test_a_neighbour_under_the_same_domain_is_refused(nobody: Browser, alice: User) -> None:
    """Who has another name below example.com gets the cookies of it, and still no way in."""
    neighbour = {"Origin": "https://shop.example.com"}
    response = nobody.log_in("alice@example.com", headers=neighbour, **API)
    assert response.status_code == 403
    assert cors_of(response) == {}


def test_the_page_s_own_call_is_made_in_the_name_of_the_front_end(
    nobody: Browser, alice: User
) -> None:
    """As the Nuxt server calls while it makes a page, and passes on what browsers send it."""
    forwarded = {"X-Forwarded-Host": "app.example.com", "X-Forwarded-Proto": "https"}
    response = nobody.log_in("alice@example.com", headers={**forwarded, "Origin": APP})
    assert response.status_code == 200
    assert cookies_of(response)[SESSION]["domain"] == "example.com"
