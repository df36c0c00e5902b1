"""Every answer tells the browser what it may do with it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings

from conftest import Browser, Person, browser_of
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

# What an answer says about its body, its way and its keeping.
NOT_SECURITY = re.compile(
    r"Accept-Ranges|Allow|Access-Control-Allow-Origin|Cache-Control|Content-(?!Security)|ETag|"
    r"Expires|Last-Modified|Location|Server-Timing|Vary|X-Request-ID|X-Robots-Tag"
)


def security_headers(response: Any) -> dict[str, str]:
    """All headers that are left: those for the browser's protection, and any stray one."""
    return {name: value for name, value in response.headers.items() if not NOT_SECURITY.match(name)}


@pytest.fixture
def as_staff(person: Person) -> Browser:
    return browser_of(person("staff@example.com", is_staff=True, is_superuser=True))


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
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
    ],
)
def test_every_kind_of_answer_has_exactly_these_headers(
    as_staff: Browser, path: str, status: int, headers: dict[str, str]
) -> None:
    response = as_staff.get(path)

    assert response.status_code == status
    assert security_headers(response) == headers


@pytest.mark.parametrize("path", ["/api/account/", "/admin/", "/nothing"])
def test_over_https_every_answer_says_to_stay_there(as_staff: Browser, path: str) -> None:
    plain, encrypted = as_staff.get(path), as_staff.get(path, secure=True)

    assert security_headers(encrypted) == {**security_headers(plain), **HSTS}


def test_a_static_file_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "base.css").write_text("")
    with override_settings(STATIC_ROOT=tmp_path):
        response = Browser().get("/static/base.css", secure=True)
        response.close()

    assert response.status_code == 200
    assert security_headers(response) == {**DATA, **HSTS}


def test_a_refusal_and_a_failure_have_them_too(
    as_bob: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = as_bob.get("/api/account/", HTTP_HOST="evil.example")
    forged = as_bob.post("/api/login/")
    monkeypatch.setattr(AccountView, "get", lambda *_: 1 / 0)
    failed = as_bob.get("/api/account/")

    assert [each.status_code for each in (refused, forged, failed)] == [400, 403, 500]
    assert [security_headers(each) for each in (refused, forged, failed)] == [DATA] * 3


@override_settings(DEBUG=True)
def test_while_someone_works_on_the_code_errors_can_be_read(as_staff: Browser) -> None:
    """Django's own pages about errors have their styles and scripts in them."""
    assert security_headers(as_staff.get("/nothing")) == ALWAYS
    assert security_headers(as_staff.get("/admin/")) == PAGE
    assert security_headers(as_staff.get("/api/account/")) == DATA
