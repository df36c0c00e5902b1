"""Cached routes, in another application: no shared page holds a visitor's identity."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.server.cached_app import build_cached_app
from tests.server.conftest import API_TIMEOUT
from tests.server.csp import hash_source, script_sources, scripts
from tests.server.nuxt_server import NuxtServer, running_nuxt_server
from tests.server.responses import ACCOUNT_PATH, ALICE, BOB, EXPIRED_SESSION, SESSION, authenticate
from tests.server.stub_api import ApiRequest, Response, StubApi, error_response, json_response

MOTTO_PATH = "/api/motto/"
MOTTO = json_response({"text": "Slow and steady"}).with_cookies("motto=seen; Path=/")

# Headers that identify the visitor to the API.
PERSONAL = (
    "Cookie",
    "Origin",
    "Referer",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "traceparent",
    "X-Request-Id",
)


@dataclass(frozen=True)
class Built:
    """The running application, and the API requests of its build."""

    server: NuxtServer
    asked_in_build: tuple[ApiRequest, ...]


@pytest.fixture(scope="module")
def built(_api: StubApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("second")
    _api.reset()
    _api.respond(MOTTO_PATH, MOTTO)
    entry = build_cached_app(folder, _api)
    received = tuple(_api.received)
    settings = {
        "NUXT_SESSION_API_URL": _api.origin,
        "NUXT_SESSION_TIMEOUT": str(API_TIMEOUT),
    }
    with running_nuxt_server(settings, folder / "log", entry) as server:
        yield Built(server, received)


@pytest.fixture
def second(built: Built, api: StubApi) -> NuxtServer:
    """The application, with Alice logged in."""
    authenticate(api, ALICE, "rotated=yes; Path=/")
    api.respond(MOTTO_PATH, MOTTO)
    return built.server


def test_ssr_page_is_private(second: NuxtServer, api: StubApi) -> None:
    page = second.get("/", cookie=SESSION)

    assert "Visitor: user Alice Liddell. Motto: Slow and steady." in page.text
    assert page.header("Cache-Control") == "private, no-store"
    assert page.header("Vary") == "Cookie"
    assert page.set_cookies == ["rotated=yes; Path=/", "motto=seen; Path=/"]
    assert api.only_request(MOTTO_PATH).cookies == [SESSION, "rotated=yes"]


@pytest.mark.parametrize(
    "path",
    [
        "/swr/plain",
        "/swr/query?page=2",
        "/swr/data/_payload.json",
        "/cache/plain",
        "/isr/plain",
        # The router decodes these spellings: cache and session must see the same path.
        "/%73wr/escaped",
        "/swr/%65scaped",
        "/%63ache/escaped",
        "/%69sr/escaped",
        "/%73wr/escaped/_payload.json",
    ],
)
def test_cached_page_holds_no_identity(second: NuxtServer, api: StubApi, path: str) -> None:
    first = second.get(path, cookie=SESSION)
    received = list(api.received)
    authenticate(api, BOB)
    later = [second.get(path, cookie=SESSION), second.get(path)]

    for page in (first, *later):
        assert page.status == 200
        assert "Slow and steady" in page.text
        assert "Alice" not in page.text
        assert "Bob" not in page.text
        assert page.set_cookies == []
    assert [each.path for each in received] == [MOTTO_PATH]
    assert {received[0].header(name) for name in PERSONAL} == {None}


@pytest.mark.parametrize("path", ["/swr/once", "/cache/once"])
def test_cached_page_is_cached(second: NuxtServer, api: StubApi, path: str) -> None:
    pages = {second.get(path, cookie=SESSION).body for _ in range(3)}

    assert len(pages) == 1
    assert len(api.received) == 1


@pytest.mark.parametrize("path", ["/swr/script", "/cache/script", "/isr/script", "/prerendered"])
def test_cached_page_hashes_its_scripts(second: NuxtServer, path: str) -> None:
    pages = [second.get(path) for _ in range(2)]

    for page in pages:
        inline = [text for attributes, text in scripts(page) if "src" not in attributes]
        assert script_sources(page) == ["'self'", *map(hash_source, inline)]
        assert all("nonce" not in attributes for attributes, _ in scripts(page))


def test_prerendered_page_holds_no_identity(second: NuxtServer, api: StubApi, built: Built) -> None:
    pages = [second.get("/prerendered", cookie=SESSION), second.get("/prerendered")]

    assert pages[0].body == pages[1].body
    assert "Visitor: unknown . Motto: Slow and steady." in pages[0].text
    assert pages[0].set_cookies == []
    assert api.received == []
    assert [each.path for each in built.asked_in_build] == [MOTTO_PATH]
    assert {built.asked_in_build[0].header(name) for name in PERSONAL} == {None}


def test_outage_is_not_cached(second: NuxtServer, api: StubApi) -> None:
    api.respond(MOTTO_PATH, error_response(503, "error"))
    assert second.get("/swr/outage").status == 503

    api.respond(MOTTO_PATH, MOTTO)
    assert second.get("/swr/outage").status == 200


@pytest.mark.parametrize("cookie", [SESSION, None], ids=["a member", "anonymous"])
def test_cached_members_page_is_refused(
    second: NuxtServer, api: StubApi, cookie: str | None
) -> None:
    page = second.get("/vault", cookie=cookie)

    assert page.status == 500
    assert "Alice" not in page.text
    assert page.set_cookies == []
    assert api.calls(ACCOUNT_PATH) == []


def test_render_error_breaks_no_other_page(second: NuxtServer, api: StubApi) -> None:
    received, broken = threading.Event(), threading.Event()

    def account(call: ApiRequest) -> Response:
        if SESSION in call.cookies:
            return json_response(ALICE)
        received.set()
        assert broken.wait(10)
        return EXPIRED_SESSION

    api.respond(ACCOUNT_PATH, account)

    with ThreadPoolExecutor(1) as pool:
        other_page = pool.submit(second.get, "/members", cookie="sessionid=ended")
        assert received.wait(10)
        assert second.get("/broken", cookie=SESSION).status == 500
        broken.set()

        # Anonymous, and not with the identity of the failed page.
        location = other_page.result().header("Location")
        assert location == "/login?redirect=/members&reason=session-ended"
    authenticate(api, BOB)
    assert "Visitor: user Bob Cratchit." in second.get("/", cookie=SESSION).text


def test_route_guards_work(second: NuxtServer, api: StubApi) -> None:
    assert second.get("/members").header("Location") == "/login?redirect=/members"
    assert "For members." in second.get("/members", cookie=SESSION).text
    assert second.get("/login?redirect=/members", cookie=SESSION).header("Location") == "/members"
    assert "Log in here." in second.get("/login").text


def test_api_is_proxied(second: NuxtServer, api: StubApi) -> None:
    api.respond("/api/other/", Response(201, b"other"))

    assert second.get("/api/other/").body == b"other"
