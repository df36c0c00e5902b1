"""The Host header: which hosts are served, and which origin links use."""

from collections.abc import Iterator

import pytest

from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import SESSION
from tests.server.stub_api import StubApi

ORIGIN = "https://blog.example.com:8443"
OTHERS = ["blog.example.com:1337", "blog.example.com:80", "blog.example.com.:8443", "evil.example"]


@pytest.fixture(scope="module")
def _named(start_server: StartServer) -> Iterator[NuxtServer]:
    with start_server(NUXT_SESSION_FRONTEND_ORIGIN=ORIGIN) as server:
        yield server


@pytest.fixture
def named(_named: NuxtServer, api: StubApi) -> NuxtServer:
    """A server with a configured frontend origin."""
    return _named


def canonical(text: str) -> str:
    """The URL of the canonical link."""
    return (
        text.partition('rel="canonical"')[0].rpartition("<link ")[2]
        + text.partition('rel="canonical"')[2].partition(">")[0]
    )


def test_links_use_the_frontend_origin(named: NuxtServer) -> None:
    for host in ("blog.example.com:8443", "BLOG.example.com"):
        page = named.get("/", ("Host", host))
        assert page.status == 200
        assert f'href="{ORIGIN}/"' in canonical(page.text)


def test_wrong_host_names_the_site(named: NuxtServer) -> None:
    for host in OTHERS:
        for path in ("/", "/posts", "/nowhere", "/session-settings"):
            page = named.get(path, ("Host", host), ("Accept", "text/html"), cookie=SESSION)
            assert page.status == 421
            assert page.header("Cache-Control") == "private, no-store"
            assert "This site has another address" in page.text
            assert f'href="{ORIGIN}/"' in page.text
            assert "canonical" not in page.text
            assert "evil.example" not in page.text
            assert "1337" not in page.text
    named.assert_alive()
    assert "Error" not in named.log.read_text()


def test_trailing_dot_is_refused(nuxt: NuxtServer) -> None:
    page = nuxt.get("/", ("Host", "localhost:4000"))
    assert page.status == 200
    assert 'href="http://localhost:4000/"' in canonical(page.text)
    page = nuxt.get("/", ("Host", "localhost.:4000"), ("Accept", "text/html"))
    assert page.status == 421
    assert 'href="http://localhost:4000/"' in page.text


def test_health_and_api_accept_any_host(named: NuxtServer, api: StubApi) -> None:
    assert named.get("/health/live", ("Host", "10.0.0.7:3000")).status == 200
    # Django refuses it.
    named.get("/api/account/", ("Host", "evil.example"))
    assert api.received[-1].header("X-Forwarded-Host") == "evil.example"
