"""The cookie jar of a request: cookies of the API reach the browser."""

from dataclasses import dataclass

import pytest

from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import (
    ACCOUNT_PATH,
    ALICE,
    SESSION,
    authenticate,
)
from tests.server.stub_api import StubApi, error_response

NEW_TOKEN = "csrftoken=new; Path=/; SameSite=Lax"
NEW_SESSION = "sessionid=rotated; HttpOnly; Path=/; SameSite=Lax"


def test_cookies_stay_in_their_request(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE, NEW_TOKEN)
    nuxt.get("/", cookie=SESSION)
    api.received.clear()
    authenticate(api, ALICE)

    page = nuxt.get("/", cookie=SESSION)

    assert api.only_request(ACCOUNT_PATH).cookies == [SESSION]
    assert all(received.cookies == [SESSION] for received in api.received)
    assert page.set_cookies == []


@dataclass(frozen=True)
class Outcome:
    """A page with this result after the API has set a cookie."""

    path: str
    status: int


OUTCOMES = {
    "a page": Outcome("/", 200),
    "a page for members": Outcome("/posts", 200),
    "a redirect": Outcome("/login", 302),
    "a page that is not there": Outcome("/nowhere", 404),
    "a post that is not there": Outcome("/posts/404", 404),
    "a post that is forbidden": Outcome("/posts/403", 403),
    "a post that cannot be had": Outcome("/posts/503", 503),
}


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES.keys())
def test_cookie_reaches_the_browser_once(nuxt: NuxtServer, api: StubApi, outcome: Outcome) -> None:
    authenticate(api, ALICE, NEW_SESSION, NEW_TOKEN)
    api.respond("/api/posts/404/", error_response(404, "not_found"))
    api.respond("/api/posts/403/", error_response(403, "permission_denied"))
    api.respond("/api/posts/503/", error_response(503, "error"))

    page = nuxt.get(outcome.path, cookie=SESSION)

    assert page.status == outcome.status
    assert page.set_cookies == [NEW_SESSION, NEW_TOKEN]


def test_cookie_of_an_outage_reaches_the_browser(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, error_response(503, "error").with_cookies(NEW_TOKEN))

    page = nuxt.get("/", cookie=SESSION)

    assert page.status == 503
    assert page.set_cookies == [NEW_TOKEN]


@pytest.mark.parametrize(
    "twins",
    [
        pytest.param(("a=1; Path=/", "a=2; Path=/api"), id="path"),
        pytest.param(("a=1; Path=/", "a=2; Path=/; Domain=club.example"), id="domain"),
        pytest.param(("a=1", "a=2; Path=/", "a=3; Domain=club.example"), id="path and domain"),
    ],
)
def test_cookies_differ_by_path_and_domain(
    nuxt: NuxtServer, api: StubApi, twins: tuple[str, ...]
) -> None:
    authenticate(api, ALICE, *twins)

    assert nuxt.get("/", cookie=SESSION).set_cookies == list(twins)


@pytest.mark.parametrize(
    "line",
    [
        "sessionid=a=b==; expires=Fri, 31 Dec 2100 23:59:59 GMT; HttpOnly; Path=/; SameSite=Lax",
        "sessionid=a; Max-Age=1209600;Path=/;  Secure ;SameSite=Lax",
        'messages="a\\054 b; c=\\"d\\""; Path=/',
        "a=%E2%82%AC%2C%20; path=/; SAMESITE=none; secure; Partitioned; Priority=High",
        "a=b,c=d; Path=/",
        "a=; Path=/",
    ],
)
def test_cookie_attributes_are_unchanged(nuxt: NuxtServer, api: StubApi, line: str) -> None:
    authenticate(api, ALICE, line)

    assert nuxt.get("/", cookie=SESSION).set_cookies == [line]


def test_https_cookies_have_a_prefix(api: StubApi, start_server: StartServer) -> None:
    rotated = "__Host-sessionid=rotated; HttpOnly; Path=/; SameSite=Lax; Secure"
    authenticate(api, ALICE, rotated)
    with start_server(NUXT_PUBLIC_SESSION_COOKIE_PREFIX="__Host-") as nuxt:
        page = nuxt.get("/", cookie="__Host-sessionid=old")
        assert "Alice Liddell" in page.text
        assert page.set_cookies == [rotated]
        for planted in ("sessionid=x", "__Host-sessionid=x; __Host-sessionid=y"):
            assert "Alice Liddell" not in nuxt.get("/", cookie=planted).text

    assert api.only_request(ACCOUNT_PATH).cookies == ["__Host-sessionid=old"]
