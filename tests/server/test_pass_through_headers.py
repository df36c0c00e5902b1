"""Headers and cookies of the requests that Nuxt passes through to Django, and of the responses."""

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION
from tests.server.stub_api import ApiRequest, Response, StubApi, json_response, running_stub_api

TWO_COOKIES = [
    "sessionid=a=b; expires=Fri, 31 Dec 2100 23:59:59 GMT; HttpOnly; Path=/; SameSite=Lax",
    'messages="x, y"; Path=/',
]
FORGED = (
    ("X-Forwarded-For", "203.0.113.9"),
    ("X-Forwarded-Host", "forged.example"),
    ("X-Forwarded-Proto", "https"),
)


def passed_on(nuxt: NuxtServer, api: StubApi, *headers: tuple[str, str]) -> ApiRequest:
    """The API's request when a client requests the account with these headers."""
    api.respond(ACCOUNT_PATH, json_response(ALICE))
    assert nuxt.get(ACCOUNT_PATH, ("Host", "club.example"), *headers).status == 200
    return api.only_request(ACCOUNT_PATH)


def test_cookies_are_unchanged_both_ways(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/api/login/", Response().with_cookies(*TWO_COOKIES))

    reply = nuxt.get("/api/login/", cookie='sessionid=a=b==; theme="x, y"')

    assert api.only_request("/api/login/").header("Cookie") == 'sessionid=a=b==; theme="x, y"'
    assert reply.set_cookies == TWO_COOKIES


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(nuxt: NuxtServer, api: StubApi, status: int) -> None:
    with running_stub_api() as elsewhere:
        target = f"{elsewhere.origin}/api/account/?next=/admin/"
        response = Response(status, headers=(("Location", target),)).with_cookies(*TWO_COOKIES)
        api.respond("/admin/", response)

        reply = nuxt.get("/admin/", cookie=SESSION)

        assert (reply.status, reply.header("Location")) == (status, target)
        assert reply.set_cookies == TWO_COOKIES
        assert elsewhere.received == []


def test_hop_by_hop_headers_are_dropped(nuxt: NuxtServer, api: StubApi) -> None:
    own = (("Connection", "close"), ("Keep-Alive", "timeout=99"))
    api.respond("/api/posts/", json_response([]).with_headers(*own))

    reply = nuxt.get("/api/posts/")

    assert reply.header("Connection") != "close"
    assert reply.header("Keep-Alive") != "timeout=99"


def test_connection_header_removes_nothing(nuxt: NuxtServer, api: StubApi) -> None:
    received = passed_on(nuxt, api, ("Connection", "close, X-Request-Id, X-Forwarded-For, Cookie"))

    assert received.header("X-Request-Id")
    assert received.header("X-Forwarded-For") == "127.0.0.1"


@pytest.mark.parametrize("headers", [(), FORGED], ids=["nothing claimed", "forged headers"])
def test_forwarded_headers_are_set_anew(
    nuxt: NuxtServer, api: StubApi, headers: tuple[tuple[str, str], ...]
) -> None:
    received = passed_on(nuxt, api, *headers)

    assert received.header("X-Forwarded-For") == "127.0.0.1"
    assert received.header("X-Forwarded-Host") == "club.example"
    assert received.header("X-Forwarded-Proto") == "http"


def test_headers_of_a_trusted_proxy_are_kept(nuxt_behind_proxy: NuxtServer, api: StubApi) -> None:
    received = passed_on(nuxt_behind_proxy, api, *FORGED)

    assert received.header("X-Forwarded-For") == "203.0.113.9, 127.0.0.1"
    assert received.header("X-Forwarded-Host") == "forged.example"
    assert received.header("X-Forwarded-Proto") == "https"


def test_browser_headers_are_passed_on(nuxt: NuxtServer, api: StubApi) -> None:
    own = {
        "Accept": "application/json",
        "Accept-Language": "de",
        "User-Agent": "Own/1.0",
        "Origin": "http://club.example",
        "Referer": "http://club.example/posts",
    }

    received = passed_on(nuxt, api, *own.items())

    assert {name: received.header(name) for name in own} == own


def test_trace_and_request_id(nuxt: NuxtServer, api: StubApi) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    received = passed_on(nuxt, api, ("traceparent", trace), ("X-Request-Id", "no good"))

    assert received.header("traceparent") == trace
    assert received.header("X-Request-Id") not in (None, "no good")
