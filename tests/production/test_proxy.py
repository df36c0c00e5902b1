"""The proxy: its own responses, those that it passes on, and the balancing of requests."""

import base64
import hashlib
import json
import re
import socket
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.ports import free_port
from tests.production.proxy_client import (
    HTTPS_HEADERS,
    SECURITY_HEADERS,
    UPSTREAM_HEADERS,
    Proxy,
    ProxyResponse,
    serving,
)
from tests.production.rehearsal.compose import Service
from tests.production.rehearsal.layouts import LAYOUTS, Address
from tests.production.rehearsal.site import Site

PAGE = (ROOT / "deploy" / "503.html").read_text()
# Headers about versions and ranges belong to the server's response, not to the 503 page.
REQUESTS = [
    ("GET", "/posts", {"If-None-Match": "*"}),
    ("GET", "/posts", {"Range": "bytes=0-9"}),
    ("POST", "/api/posts/", {}),
    ("PUT", "/api/posts/1/", {"If-Match": '"3"'}),
    ("DELETE", "/api/posts/1/", {"If-Match": '"3"'}),
]
# Loopback addresses; each is another client for the proxy.
VISITORS = [f"127.0.0.{number}" for number in range(2, 18)]
SCRIPTS = ["/_nuxt/entry.js", "/_nuxt/page.js", "/_nuxt/page.css"]


@pytest.fixture(params=LAYOUTS, scope="module")
def proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """The proxy without the servers behind it."""
    ports = (free_port(), free_port())
    api_ports = (free_port(), free_port())
    web_ports = (free_port(), free_port())

    def proxy_only(services: dict[str, Service]) -> dict[str, Service]:
        return {"proxy": replace(services["proxy"], depends_on={})}

    with tempfile.TemporaryDirectory(prefix="latchkey-proxy-") as folder:
        site = Site(
            request.param,
            Address("latchkey.localhost", ports[1]),
            listen=ports,
            folder=Path(folder),
            report=lambda sentence: None,
            change=proxy_only,
            API_UPSTREAMS=" ".join(f"127.0.0.1:{port}" for port in api_ports),
            WEB_UPSTREAMS=" ".join(f"127.0.0.1:{port}" for port in web_ports),
        )
        with site.running():
            yield Proxy(site, ports, api_ports, web_ports)


def test_the_503_page_has_security_headers(proxy: Proxy) -> None:
    page = proxy.request("/")
    assert page.status == 503
    assert "Your data is safe" in page.text
    assert page.security_headers() == HTTPS_HEADERS
    [(_, policy)] = page.headers_named("Content-Security-Policy")
    [style] = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    assert " style=" not in page.text
    assert page.headers_named("Cache-Control") == [("Cache-Control", "private, no-store")]
    assert not page.headers_named("Server")
    assert len(page.headers_named("X-Request-Id")) == 1


def test_every_request_gets_503_in_an_outage(proxy: Proxy) -> None:
    def send(request: tuple[str, str, dict[str, str]]) -> ProxyResponse:
        method, path, headers = request
        return proxy.request(path, method=method, headers=headers)

    # In parallel: the proxy retries a server for some seconds.
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(send, REQUESTS))

    assert [(answer.status, answer.text) for answer in answers] == [(503, PAGE)] * len(REQUESTS)
    for answer in answers:
        assert answer.headers_named("Cache-Control", "Retry-After") == [
            ("Cache-Control", "private, no-store"),
            ("Retry-After", "5"),
        ]


def test_http_redirects_to_https(proxy: Proxy) -> None:
    moved = proxy.request("/posts?page=2", https=False)
    assert moved.status == 308
    assert moved.headers_named("Location") == [("Location", f"{proxy.site.origin}/posts?page=2")]
    # Browsers ignore HSTS over plain HTTP.
    assert moved.security_headers() == SECURITY_HEADERS
    assert len(moved.headers_named("Content-Security-Policy")) == 1
    assert not moved.headers_named("Server")


@pytest.mark.parametrize("https", [True, False])
def test_another_host_is_refused(proxy: Proxy, https: bool) -> None:
    refused = proxy.request("/", host="evil.example", https=https)
    assert (refused.status, refused.text) == (421, "")
    assert refused.security_headers() == (HTTPS_HEADERS if https else SECURITY_HEADERS)
    assert len(refused.headers_named("Content-Security-Policy")) == 1
    assert not refused.headers_named("Server", "Location")


@pytest.mark.parametrize("offered", ["h2", "http/1.1"])
def test_http_2_is_negotiated(proxy: Proxy, offered: str) -> None:
    context = ssl.create_default_context(cafile=proxy.site.authority)
    context.set_alpn_protocols([offered, "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", proxy.ports[True]), timeout=20) as raw,
        context.wrap_socket(raw, server_hostname=proxy.site.name) as connection,
    ):
        assert connection.selected_alpn_protocol() == offered


def test_headers_of_the_servers_are_kept(proxy: Proxy) -> None:
    with serving(proxy.web_ports[0]):
        page = proxy.request("/")
    assert page.status == 200
    assert page.headers_named(*HTTPS_HEADERS, "Content-Security-Policy") == sorted(
        UPSTREAM_HEADERS.items()
    )


# Django's DATA_UPLOAD_MAX_MEMORY_SIZE.
MAX_BODY = 2_621_440


def test_too_large_body_gets_an_api_error(proxy: Proxy) -> None:
    with serving(proxy.api_ports[0]), serving(proxy.web_ports[0]):
        for path in ("/api/posts/", "/posts"):
            # Wait until the proxy has reached the server.
            assert proxy.request(path).status == 200
            assert proxy.request(path, method="POST", body=b"x" * MAX_BODY).status == 200
            refused = proxy.request(path, method="POST", body=b"x" * (MAX_BODY + 1))
            assert (refused.status, json.loads(refused.text)) == (
                413,
                {
                    "type": "client_error",
                    "errors": [
                        {
                            "code": "request_too_large",
                            "detail": f"The request is larger than {MAX_BODY} bytes.",
                            "attr": None,
                        }
                    ],
                },
            )
            assert refused.security_headers() == HTTPS_HEADERS
            assert refused.headers_named("Content-Type", "Cache-Control") == [
                ("Cache-Control", "no-store"),
                ("Content-Type", "application/json"),
            ]


def test_broken_chunks_get_an_api_error(proxy: Proxy) -> None:
    chunked = {"Transfer-Encoding": "chunked"}
    with serving(proxy.api_ports[0]), serving(proxy.web_ports[0]):
        for path in ("/api/posts/", "/posts"):
            assert proxy.request(path).status == 200
            for body in (b"5\r\nabcde\r\nzz\r\n\r\n", b"3\r\nabcdefg\r\n0\r\n\r\n"):
                refused = proxy.request(path, method="POST", headers=chunked, body=body)
                assert (refused.status, json.loads(refused.text)["errors"]) == (
                    400,
                    [
                        {
                            "code": "parse_error",
                            "detail": "The request cannot be read.",
                            "attr": None,
                        }
                    ],
                )
                assert refused.security_headers() == HTTPS_HEADERS


@pytest.mark.parametrize(
    ("listed", "passed_on"),
    [("close, X-Request-Id", ""), ("x-request-id, UPGRADE", "Upgrade"), ("upgrade", "Upgrade")],
)
def test_a_connection_header_removes_no_header(proxy: Proxy, listed: str, passed_on: str) -> None:
    headers = {"Connection": listed, "Upgrade": "websocket"}
    with serving(proxy.api_ports[0]), serving(proxy.web_ports[0]):
        for path in ("/api/posts/", "/posts"):
            answer = proxy.request(path, headers=headers)
            [(_, name)] = answer.headers_named("X-Request-Id")
            assert answer.headers_named("Asked-With-X-Request-Id") == [
                ("Asked-With-X-Request-Id", name)
            ]
            assert answer.headers_named("Asked-With-Connection") == [
                ("Asked-With-Connection", passed_on)
            ]
            assert answer.headers_named("Asked-With-Upgrade") == [
                ("Asked-With-Upgrade", "websocket" if passed_on else "")
            ]


def wait_for(servers: tuple[int, int], ask: Callable[[], set[int]]) -> None:
    """Wait until the proxy uses both servers."""
    deadline = time.monotonic() + 10
    while ask() != set(servers):
        assert time.monotonic() < deadline, "one of the servers is never asked"
        time.sleep(0.1)


def test_a_visitor_stays_with_one_server(
    proxy: Proxy,
) -> None:
    """During an update, a server of one version lacks the scripts of the other."""

    def servers() -> dict[str, int]:
        return {visitor: proxy.server_of("/posts", visitor) for visitor in VISITORS}

    with serving(proxy.web_ports[0]):
        with serving(proxy.web_ports[1]):
            wait_for(proxy.web_ports, lambda: set(servers().values()))
            for visitor, server in servers().items():
                assert {proxy.server_of(script, visitor) for script in SCRIPTS} == {server}
        # Visitors of the server that ended move to the other.
        assert set(servers().values()) == {proxy.web_ports[0]}


def test_calls_of_nuxt_are_balanced(proxy: Proxy) -> None:
    with serving(proxy.api_ports[0]), serving(proxy.api_ports[1]):
        wait_for(proxy.api_ports, lambda: {proxy.server_of_nuxt_call() for _ in range(4)})
