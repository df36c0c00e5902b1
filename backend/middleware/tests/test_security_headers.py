"""Security headers of every kind of response."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings

from conftest import Browser, CreateUser, browser_of
from session_auth.views import AccountView

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DATA = {
    **ALWAYS,
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}
PAGE = {
    **ALWAYS,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}

# Headers about the body, the request and caching.
NOT_SECURITY = re.compile(
    r"Accept-Ranges|Allow|Access-Control-Allow-Origin|Cache-Control|Content-(?!Security)|ETag|"
    r"Expires|Last-Modified|Location|Server-Timing|Vary|X-Request-ID|X-Robots-Tag"
)


def security_headers(response: Any) -> dict[str, str]:
    """All other headers: those for security, and unexpected ones."""
    return {name: value for name, value in response.headers.items() if not NOT_SECURITY.match(name)}


@pytest.fixture
def as_staff(create_user: CreateUser) -> Browser:
    return browser_of(create_user("staff@example.com", is_staff=True, is_superuser=True))


def test_exact_headers(as_staff: Browser) -> None:
    for path, status, headers in (
        ("/api/account/", 200, DATA),
        ("/api/schema/", 200, DATA),
        ("/api/nothing", 404, DATA),
        ("/api/logout/", 405, DATA),
        ("/admin/", 200, PAGE),
        ("/admin/accounts/user/", 200, PAGE),
        ("/admin/accounts/user/add/", 200, PAGE),
        ("/admin/jsi18n/", 200, DATA),
        ("/admin/login/", 302, PAGE),
        ("/admin/nothing", 404, PAGE),
        ("/nothing", 404, PAGE),
    ):
        response = as_staff.get(path)
        assert response.status_code == status
        assert security_headers(response) == headers, path


def test_hsts(as_staff: Browser) -> None:
    """Over HTTPS only."""
    for path in ("/api/account/", "/admin/", "/nothing"):
        plain, encrypted = as_staff.get(path), as_staff.get(path, secure=True)
        assert security_headers(encrypted) == {**security_headers(plain), **HSTS}


def test_static_file(tmp_path: Path) -> None:
    (tmp_path / "base.css").write_text("")
    with override_settings(STATIC_ROOT=tmp_path):
        response = Browser().get("/static/base.css", secure=True)
        response.close()

    assert response.status_code == 200
    assert security_headers(response) == {**DATA, **HSTS}


def test_errors(as_bob: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = as_bob.get("/api/account/", HTTP_HOST="evil.example")
    forged = as_bob.post("/api/login/")
    monkeypatch.setattr(AccountView, "get", lambda *_: 1 / 0)
    failed = as_bob.get("/api/account/")

    assert [each.status_code for each in (refused, forged, failed)] == [400, 403, 500]
    assert [security_headers(each) for each in (refused, forged, failed)] == [DATA] * 3


@override_settings(DEBUG=True)
def test_debug_pages(as_staff: Browser) -> None:
    """They have no CSP, because their styles and scripts are inline."""
    assert security_headers(as_staff.get("/nothing")) == ALWAYS
    assert security_headers(as_staff.get("/admin/")) == PAGE
    assert security_headers(as_staff.get("/api/account/")) == DATA
