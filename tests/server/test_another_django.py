"""The session layer with another Django API: other paths, fields and ids."""

import json
from collections.abc import Iterator

import pytest

from tests.http_client import request
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import NOT_AUTHENTICATED
from tests.server.stub_api import Response, StubApi, error_response, json_response

ACCOUNT = {"id": "3f0c7c52-5a0e-4a8e-9a53-0f6f7d1b2c11", "name": "Ursula Uid", "is_staff": False}
SESSION = "__Secure-sid=5e551011"
EXPIRED = NOT_AUTHENTICATED.with_cookies('__Secure-sid=""; Max-Age=0; Path=/; Secure')
SETTINGS = {
    "NUXT_PUBLIC_SESSION_COOKIE_PREFIX": "__Secure-",
    "NUXT_PUBLIC_SESSION_SESSION_COOKIE": "sid",
    "NUXT_PUBLIC_SESSION_CSRF_COOKIE": "XSRF-TOKEN",
    "NUXT_PUBLIC_SESSION_CSRF_PATH": "/auth/csrf",
    "NUXT_PUBLIC_SESSION_LOGIN_PATH": "/auth/enter",
    "NUXT_PUBLIC_SESSION_LOGOUT_PATH": "/auth/leave",
    "NUXT_PUBLIC_SESSION_ACCOUNT_PATH": "/auth/me",
    "NUXT_PUBLIC_SESSION_LOGIN_PAGE": "/welcome",
    "NUXT_PUBLIC_SESSION_API_PATHS": "/auth/**,/v1/**",
    "NUXT_PUBLIC_SESSION_DJANGO_PATHS": "/backstage/**,/humans.txt",
}
BREACH = "The API breaks the contract of the session layer: "
HTML = (("Content-Type", "text/html"),)


@pytest.fixture(scope="module")
def _other(start_server: StartServer) -> Iterator[NuxtServer]:
    with start_server(**SETTINGS) as server:
        yield server


@pytest.fixture
def other(_other: NuxtServer, api: StubApi) -> NuxtServer:
    api.respond("/auth/me", json_response(ACCOUNT))
    return _other


def test_other_account_fields_and_paths(other: NuxtServer, api: StubApi) -> None:
    page = other.get("/", cookie=SESSION)

    assert page.status == 200
    assert "Welcome back, Ursula Uid." in page.text
    assert api.only_request("/auth/me").cookies == [SESSION]


def test_anonymous_go_to_the_other_login_page(other: NuxtServer, api: StubApi) -> None:
    for answer, cookie, reason in (
        (EXPIRED, SESSION, "&reason=session-ended"),
        (NOT_AUTHENTICATED, SESSION, ""),
        (NOT_AUTHENTICATED, "sessionid=5e551011", ""),
        (NOT_AUTHENTICATED, None, ""),
    ):
        api.respond("/auth/me", answer)
        page = other.get("/posts", cookie=cookie)
        assert page.header("Location") == f"/welcome?redirect=/posts{reason}"


def test_only_the_other_paths_are_proxied(other: NuxtServer, api: StubApi) -> None:
    passed_on = ["/v1/things?page=2", "/auth/me", "/backstage/", "/humans.txt"]
    for path in passed_on:
        other.get(path)
    for path in ("/admin/", "/static/a.css", "/robots.txt", "/v10", "/humansxtxt"):
        other.get(path)

    received = [call.target for call in api.received]
    assert [path for path in received if not path.startswith("/api/")] == passed_on


def test_prerendered_page_learns_the_other_names(other: NuxtServer) -> None:
    told = json.loads(other.get("/session-settings").text)

    assert {f"NUXT_PUBLIC_SESSION_{snake(name)}": value for name, value in told.items()} == {
        "NUXT_PUBLIC_SESSION_API_URL": "",
        **SETTINGS,
    }


def snake(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (error_response(404, "not_found"), 'GET /auth/me answered 404 with the code "not_found".'),
        (json_response({"detail": "No."}, 403), "GET /auth/me answered 403. Expected: 200 with"),
        (json_response({"pk": 1}), "GET /auth/me answered with an object of pk. Expected: the"),
        (Response(204), "GET /auth/me answered with undefined. Expected: the account"),
        (
            Response(200, b"<html>", HTML),
            "GET /auth/me answered 200 with something other than JSON",
        ),
        (
            Response(302, headers=(("Location", "/accounts/login/?next=/secret"),)),
            "GET /auth/me answered 302, a redirect to /accounts/login/. Expected: an answer.",
        ),
    ],
)
def test_contract_breach_is_logged(
    other: NuxtServer, api: StubApi, response: Response, words: str
) -> None:
    api.respond("/auth/me", response)
    before = len(other.log.read_text())

    page = other.get("/", cookie=SESSION)

    # Visitors see an outage and stay logged in.
    assert page.status == 503
    said = other.log.read_text()[before:]
    assert BREACH + words in said
    assert "secret" not in said


def test_outage_is_no_contract_breach(other: NuxtServer, api: StubApi) -> None:
    before = len(other.log.read_text())
    for response in (
        error_response(503, "error"),
        error_response(429, "throttled"),
        Response(close_connection=True),
    ):
        api.respond("/auth/me", response)
        assert other.get("/", cookie=SESSION).status == 503

    assert BREACH not in other.log.read_text()[before:]


def test_contract_breach_in_browsers_is_logged(other: NuxtServer, api: StubApi) -> None:
    api.respond(
        "/auth/csrf", Response(200).with_cookies("__Secure-csrftoken=value; Path=/; Secure")
    )
    before = len(other.log.read_text())

    other.get("/auth/csrf")
    request(other.port, "/auth/enter", method="POST", body=b"{}")

    said = other.log.read_text()[before:]
    expected = f'{BREACH}GET /auth/csrf set "__Secure-csrftoken". Expected: "__Secure-XSRF-TOKEN"'
    assert expected in said
    assert f"{BREACH}POST /auth/enter answered 404: the API has no such endpoint." in said
    assert "value" not in said
