"""Errors of the API have one JSON format, from views and from middleware."""

from typing import Any

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from conftest import NOT_FOUND, Browser, error
from session_auth.views import AccountView

LOGIN = "/api/login/"


def test_unknown_paths_are_not_found(anonymous: Browser) -> None:
    for path in ("/api/", "/api/nothing", "/api/account", "/api/%00", "/api/é/"):
        response = anonymous.get(path)
        assert response.status_code == 404
        assert response.json() == NOT_FOUND


def test_errors_outside_the_api_are_pages(anonymous: Browser) -> None:
    response = anonymous.get("/nothing")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def expect_method_not_allowed(browser: Browser, method: str, path: str, allowed: str) -> None:
    response = browser.send(method, path, "")
    assert response.status_code == 405
    assert response.json() == error("method_not_allowed", f'Method "{method}" not allowed.')
    assert response.headers["Allow"] == allowed


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/api/account/", "GET, HEAD"),
        ("PUT", "/api/login/", "POST"),
        ("GET", "/api/login/", "POST"),
        ("GET", "/api/logout/", "POST"),
        ("DELETE", "/api/login-set-cookie/", "GET, HEAD"),
        ("POST", "/api/schema/", "GET, HEAD"),
        ("OPTIONS", "/api/account/", "GET, HEAD"),
        ("BREW", "/api/account/", "GET, HEAD"),
    ],
)
@pytest.mark.parametrize("visitor", ["anonymous", "as_alice"])
def test_wrong_methods_get_the_allowed_ones(
    method: str, path: str, allowed: str, visitor: str, request: pytest.FixtureRequest
) -> None:
    expect_method_not_allowed(request.getfixturevalue(visitor), method, path, allowed)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "nonsense",
        "",
    ],
)
def test_it_rejects_other_content_types(anonymous: Browser, content_type: str) -> None:
    response = anonymous.post_json(LOGIN, "email=alice", content_type=content_type)
    assert response.status_code == 415
    assert response.json()["errors"][0]["code"] == "unsupported_media_type"


def test_not_acceptable_is_json(anonymous: Browser) -> None:
    response = anonymous.get("/api/schema/", headers={"Accept": "text/html"})
    assert response.status_code == 406
    assert response.json() == error(
        "not_acceptable", "Could not satisfy the request Accept header."
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"email": }',
        b"\xff\xfe",
        b'{"email": NaN}',
        b"\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
        b'"\\ud8',
    ],
)
def test_it_rejects_malformed_json(anonymous: Browser, body: bytes) -> None:
    response = anonymous.post_json(LOGIN, body)
    assert response.status_code == 400
    body_read: Any = response.json()
    # No body at all is the same as an empty object to DRF.
    expected = ["required", "required"] if body == b"" else ["parse_error"]
    assert [item["code"] for item in body_read["errors"]] == expected


def test_it_rejects_huge_requests(anonymous: Browser, settings: Settings) -> None:
    response = anonymous.post_json(LOGIN, b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert response.status_code == 413
    assert response.json() == error("request_too_large", "The request is too large.")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nmalformed"),
        ("multipart/form-data; boundary=" + "x" * 300, b"x"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 1001)),
        ("application/x-www-form-urlencoded", b"a=" + b"a" * 3_000_000),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=1"),
    ],
)
def test_forms_are_not_parsed(anonymous: Browser, content_type: str, body: bytes) -> None:
    response = anonymous.post_json(LOGIN, body, content_type=content_type)
    assert response.status_code == 415
    assert response.json()["errors"][0]["code"] == "unsupported_media_type"


def test_other_hosts_are_bad_requests(anonymous: Browser) -> None:
    response = anonymous.get("/api/account/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert response.json() == error(
        "disallowed_host", "The request names a host or a port that this site does not have."
    )
    response = anonymous.get("/admin/", HTTP_HOST="evil.example")
    assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("debug", [False, True])
def test_server_errors_reveal_nothing(
    as_alice: Browser, monkeypatch: pytest.MonkeyPatch, settings: Settings, debug: bool
) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("secret detail")

    settings.DEBUG = debug
    monkeypatch.setattr(AccountView, "get", fail)
    response = as_alice.get("/api/account/")
    assert response.status_code == 500
    assert response.json() == error("error", "Server Error (500)", kind="server_error")


def test_errors_in_middleware_are_json(as_alice: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("session_auth.cookies.SESSION_KEY", None)  # makes the middleware fail
    response = as_alice.get("/api/account/")
    assert response.status_code == 500
    assert response.json() == error("error", "Server Error (500)", kind="server_error")
