"""Headers that Nuxt sends to the API during server-side rendering."""

import re
from collections.abc import Iterator

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION, authenticate
from tests.server.stub_api import ApiRequest, Response, StubApi, running_stub_api

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE_ID}-00f067aa0ba902b7-01"
NEW_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01")
NEW_REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def api_requests_of(nuxt: NuxtServer, api: StubApi, *headers: tuple[str, str]) -> list[ApiRequest]:
    """The API requests of a page load with these headers."""
    authenticate(api, ALICE)
    assert nuxt.get("/", *headers, cookie=SESSION).status == 200
    assert api.received[0].path == ACCOUNT_PATH
    return api.received


def header_values(received: list[ApiRequest], name: str) -> set[str | None]:
    """The values of a header in these requests."""
    return {each.header(name) for each in received}


def test_cookies_reach_the_api_unchanged(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)
    cookies = 'theme="dark, blue"; sessionid=a=b==; csrftoken=%2C%3B; name=Zo\xeb; empty='

    nuxt.get("/", cookie=cookies)

    assert header_values(api.received, "Cookie") == {cookies}
    api.only_request(ACCOUNT_PATH)


@pytest.mark.parametrize("name", ["Accept-Language", "User-Agent"])
def test_language_and_user_agent_reach_the_api(nuxt: NuxtServer, api: StubApi, name: str) -> None:
    value = "de-AT;q=0.9, en (Zo\xeb)"

    assert header_values(api_requests_of(nuxt, api, (name, value)), name) == {value}


def test_origin_and_referer_are_the_sites(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)

    nuxt.get("/?page=2&x=%20", ("Host", "club.example:8443"), cookie=SESSION)

    assert header_values(api.received, "Origin") == {"http://club.example:8443"}
    assert header_values(api.received, "Referer") == {"http://club.example:8443/?page=2&x=%20"}


@pytest.mark.parametrize(
    "path", ["/n%E2%82%AC%20x", "/%C3%AB", "/%00", "/%0d%0aX-Evil:%201", "/a%3Fb%23c?d=%20"]
)
def test_referer_keeps_the_raw_path(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    authenticate(api, ALICE)

    page = nuxt.get(path, ("Host", "club.example"), cookie=SESSION)

    assert page.status == 404
    assert api.only_request(ACCOUNT_PATH).header("Referer") == f"http://club.example{path}"


def test_valid_trace_and_request_id_are_kept(nuxt: NuxtServer, api: StubApi) -> None:
    received = api_requests_of(
        nuxt, api, ("traceparent", TRACEPARENT), ("X-Request-Id", "edge-1234_abcd")
    )

    assert header_values(received, "traceparent") == {TRACEPARENT}
    assert header_values(received, "X-Request-Id") == {"edge-1234_abcd"}


def test_calls_share_new_trace_and_request_id(nuxt: NuxtServer, api: StubApi) -> None:
    received = list(api_requests_of(nuxt, api))
    api.received.clear()
    asked_later = api_requests_of(nuxt, api)

    for name, pattern in [("traceparent", NEW_TRACEPARENT), ("X-Request-Id", NEW_REQUEST_ID)]:
        (first,) = header_values(received, name)
        (later,) = header_values(asked_later, name)
        assert first is not None
        assert pattern.fullmatch(first)
        assert later != first


@pytest.mark.parametrize(
    "traceparent",
    [
        "",
        "rubbish",
        TRACEPARENT.upper(),
        TRACEPARENT + "-extra",
        TRACEPARENT[:-1],
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE_ID}-{'0' * 16}-01",
        f"ff-{TRACE_ID}-00f067aa0ba902b7-01",
    ],
)
def test_malformed_traceparent_is_replaced(
    nuxt: NuxtServer, api: StubApi, traceparent: str
) -> None:
    (new,) = header_values(api_requests_of(nuxt, api, ("traceparent", traceparent)), "traceparent")

    assert new is not None
    assert new != traceparent
    assert NEW_TRACEPARENT.fullmatch(new)


@pytest.mark.parametrize("request_id", ["", "short", "x" * 65, "line 1 \\n line 2", "<script>"])
def test_malformed_request_id_is_replaced(nuxt: NuxtServer, api: StubApi, request_id: str) -> None:
    (new,) = header_values(api_requests_of(nuxt, api, ("X-Request-Id", request_id)), "X-Request-Id")

    assert new is not None
    assert NEW_REQUEST_ID.fullmatch(new)


FORGED = (
    ("X-Forwarded-For", "203.0.113.9"),
    ("X-Forwarded-Host", "forged.example"),
    ("X-Forwarded-Proto", "https"),
)


def test_api_gets_address_host_and_scheme(nuxt: NuxtServer, api: StubApi) -> None:
    received = api_requests_of(nuxt, api, ("Host", "club.example"))

    assert header_values(received, "X-Forwarded-For") == {"127.0.0.1"}
    assert header_values(received, "X-Forwarded-Host") == {"club.example"}
    assert header_values(received, "X-Forwarded-Proto") == {"http"}


def test_forged_headers_are_dropped(nuxt: NuxtServer, api: StubApi) -> None:
    received = api_requests_of(nuxt, api, ("Host", "club.example"), *FORGED)

    assert header_values(received, "X-Forwarded-For") == {"127.0.0.1"}
    assert header_values(received, "X-Forwarded-Host") == {"club.example"}
    assert header_values(received, "X-Forwarded-Proto") == {"http"}
    assert header_values(received, "Origin") == {"http://club.example"}


def test_trusted_proxy_is_appended(nuxt_behind_proxy: NuxtServer, api: StubApi) -> None:
    received = api_requests_of(nuxt_behind_proxy, api, ("Host", "10.1.1.1"), *FORGED)

    assert header_values(received, "X-Forwarded-For") == {"203.0.113.9, 127.0.0.1"}
    assert header_values(received, "X-Forwarded-Host") == {"forged.example"}
    assert header_values(received, "X-Forwarded-Proto") == {"https"}
    assert header_values(received, "Origin") == {"https://forged.example"}


@pytest.mark.parametrize("name", ["Forwarded", "X-Real-Ip", "Remote-User", "X-Evil"])
def test_other_headers_are_dropped(nuxt: NuxtServer, api: StubApi, name: str) -> None:
    assert header_values(api_requests_of(nuxt, api, (name, "for=203.0.113.9")), name) == {None}


@pytest.fixture
def elsewhere() -> Iterator[StubApi]:
    """Another host with the same responses as the API."""
    with running_stub_api() as other:
        authenticate(other, ALICE)
        yield other


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "path",
    [
        ACCOUNT_PATH,
        "/api/posts/public/",
    ],
)
def test_api_redirect_is_not_followed(
    nuxt: NuxtServer, api: StubApi, elsewhere: StubApi, path: str, status: int
) -> None:
    authenticate(api, ALICE)
    api.respond(path, Response(status, headers=(("Location", elsewhere.origin + path),)))

    page = nuxt.get("/", cookie=SESSION)

    assert page.status == 503
    assert len(api.calls(path)) == 1
    assert elsewhere.received == []


def test_visitor_cannot_choose_the_api(nuxt: NuxtServer, api: StubApi, elsewhere: StubApi) -> None:
    api_requests_of(nuxt, api, ("Host", f"127.0.0.1:{elsewhere.port}"))

    assert elsewhere.received == []
