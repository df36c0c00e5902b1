"""The visitor's identity: one API call, and outages end no session."""

import pytest

from tests.http_client import HOST, HttpResponse, free_port
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import (
    ACCOUNT_PATH,
    ALICE,
    CLEARED_SESSION,
    EXPIRED_SESSION,
    NOT_AUTHENTICATED,
    SESSION,
    authenticate,
)
from tests.server.stub_api import Response, StubApi, error_response, json_response

ANONYMOUS_HOME = "A blog for members"


def assert_anonymous(page: HttpResponse) -> None:
    assert page.status == 200
    assert ANONYMOUS_HOME in page.text
    assert 'href="/login"' in page.text


def assert_unknown(page: HttpResponse) -> None:
    """The page is a 503 in the site's layout with a retry link, and changes no cookie."""
    assert page.status == 503
    assert page.header("Location") is None
    assert page.set_cookies == []
    assert page.header("Retry-After") is not None
    assert page.header("Content-Type") == "text/html;charset=utf-8"
    assert 'aria-label="Main"' in page.text
    assert "We will be back soon" in page.text
    assert "Try again" in page.text
    assert 'href="/login"' not in page.text


@pytest.mark.parametrize("cookie", [None, "", "theme=dark", "csrftoken=abc", "sessionid="])
def test_no_session_cookie_means_anonymous(
    nuxt: NuxtServer, api: StubApi, cookie: str | None
) -> None:
    assert_anonymous(nuxt.get("/", cookie=cookie))
    assert api.calls(ACCOUNT_PATH) == []


def test_page_greets_the_member(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)

    page = nuxt.get("/", cookie=SESSION)

    assert page.status == 200
    assert "Welcome back, Alice Liddell." in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/login", 302),
        ("/nowhere", 404),
        ("/posts", 200),
        ("/posts/7", 503),
    ],
)
def test_page_load_asks_for_the_account_once(
    nuxt: NuxtServer, api: StubApi, path: str, status: int
) -> None:
    authenticate(api, ALICE)
    api.respond("/api/posts/7/", error_response(500, "error"))
    page = nuxt.get(path, cookie=SESSION)

    assert page.status == status
    assert len(api.calls(ACCOUNT_PATH)) == 1


def test_404_page_knows_the_member(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)

    page = nuxt.get("/nowhere", cookie=SESSION)

    assert "Page not found" in page.text
    assert "Alice Liddell" in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/nowhere", 404),
        ("/posts", 302),
    ],
)
def test_expired_session_is_cleared(nuxt: NuxtServer, api: StubApi, path: str, status: int) -> None:
    api.respond(ACCOUNT_PATH, EXPIRED_SESSION)

    page = nuxt.get(path, cookie=SESSION)

    assert page.status == status
    assert page.set_cookies == [CLEARED_SESSION]
    api.only_request(ACCOUNT_PATH)


def test_expired_session_is_anonymous(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, NOT_AUTHENTICATED)

    assert_anonymous(nuxt.get("/", cookie=SESSION))


def in_html(status: int) -> Response:
    return Response(status, b"<html>nginx</html>", (("Content-Type", "text/html"),))


NO_IDENTITY = {
    "500": error_response(500, "error"),
    "500 in HTML": in_html(500),
    "502 in HTML": in_html(502),
    "503": error_response(503, "error"),
    "504 in HTML": in_html(504),
    "429": error_response(429, "throttled"),
    "401 of something in between": in_html(401),
    "403 of something in between": in_html(403),
    "403 csrf_failed": error_response(403, "csrf_failed"),
    "403 permission_denied": error_response(403, "permission_denied"),
    "404": error_response(404, "not_found"),
    "200 in HTML": in_html(200),
    "200 with an empty body": Response(200),
    "200 with null": json_response(None),
    "200 with a list": json_response([ALICE]),
    "200 with another object": json_response({"detail": "Hello"}),
    "200 with half a JSON": Response(200, b'{"id": 1, ', (("Content-Type", "application/json"),)),
    "204": Response(204),
    "304": Response(304),
    "a redirect": Response(302, headers=(("Location", "/accounts/login/"),)),
    "a closed connection": Response(close_connection=True),
}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/login",
        "/nowhere",
        "/posts",
    ],
)
@pytest.mark.parametrize("response", NO_IDENTITY.values(), ids=NO_IDENTITY.keys())
def test_failed_account_call_is_503(
    nuxt: NuxtServer, api: StubApi, response: Response, path: str
) -> None:
    api.respond(ACCOUNT_PATH, response)

    assert_unknown(nuxt.get(path, cookie=SESSION))
    assert len(api.received) == 1


def test_unreachable_api_makes_the_page_503(start_server: StartServer, api: StubApi) -> None:
    with start_server(NUXT_SESSION_API_URL=f"http://{HOST}:{free_port()}") as nuxt:
        assert_unknown(nuxt.get("/", cookie=SESSION))
        assert nuxt.get("/login").status == 200
    assert api.received == []


@pytest.mark.parametrize(("said", "passed_on"), [("30", "30"), ("soon", "5"), (None, "5")])
def test_retry_after_is_passed_on(
    nuxt: NuxtServer, api: StubApi, said: str | None, passed_on: str
) -> None:
    response = error_response(429, "throttled")
    api.respond(ACCOUNT_PATH, response.with_headers(("Retry-After", said)) if said else response)

    assert nuxt.get("/", cookie=SESSION).header("Retry-After") == passed_on


def test_session_survives_an_outage(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, error_response(503, "error"))
    assert_unknown(nuxt.get("/", cookie=SESSION))
    authenticate(api, ALICE)

    assert nuxt.get("/", cookie=SESSION).status == 200
