"""The responses that the proxy makes itself, and the ones that it passes on."""

import base64
import hashlib
import http.client
import json
import re
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.ports import free_port
from tests.production.rehearsal.compose import Service
from tests.production.rehearsal.layouts import LAYOUTS, Address
from tests.production.rehearsal.site import Site

PAGE = (ROOT / "deploy" / "503.html").read_text()
NONE: dict[str, str] = {}
# Headers about versions and ranges belong to the server's response, not to the 503 page.
REQUESTS = [
    ("GET", "/posts", {"If-None-Match": "*"}),
    ("GET", "/posts", {"Range": "bytes=0-9"}),
    ("POST", "/api/posts/", {}),
    ("PUT", "/api/posts/1/", {"If-Match": '"3"'}),
    ("DELETE", "/api/posts/1/", {"If-Match": '"3"'}),
]
OWN = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
BY_HTTPS = {**OWN, "Strict-Transport-Security": "max-age=31536000"}
# Headers of a server that the proxy has to pass on.
PASSED_ON = {
    "Content-Security-Policy": "default-src 'self'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=1",
    "X-Content-Type-Options": "nosniff",
}
# Loopback addresses; each is another client for the proxy.
VISITORS = [f"127.0.0.{number}" for number in range(2, 18)]
SCRIPTS = ["/_nuxt/entry.js", "/_nuxt/page.js", "/_nuxt/page.css"]


class Server(BaseHTTPRequestHandler):
    """A server behind the proxy, with headers of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in PASSED_ON.items():
            self.send_header(name, value)
        _, port = self.connection.getsockname()
        self.send_header("Answered-By", str(port))
        for name in ("Connection", "Upgrade", "X-Request-Id"):
            self.send_header(f"Asked-With-{name}", self.headers.get(name, ""))
        self.end_headers()

    def do_POST(self) -> None:
        if length := self.headers["Content-Length"]:
            self.rfile.read(int(length))
            self.do_GET()
        else:
            # A broken chunked body: the proxy answers, and closes this connection.
            with suppress(ConnectionError):
                self.rfile.read()

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""


@contextmanager
def serving(port: int) -> Iterator[None]:
    """A server at this port until the block ends."""
    with HTTPServer(("127.0.0.1", port), Server) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def said(self, *names: str) -> list[tuple[str, str]]:
        """All headers of these names, repeated ones too."""
        lower = [name.lower() for name in names]
        return sorted(header for header in self.headers if header[0].lower() in lower)

    def protection(self) -> dict[str, str]:
        """The security headers without the CSP."""
        return dict(self.said(*BY_HTTPS))


@dataclass(frozen=True)
class Proxy:
    """Sends requests to the proxy of a site."""

    site: Site
    ports: tuple[int, int]
    # The ports of the two servers of each kind.
    api_ports: tuple[int, int]
    web_ports: tuple[int, int]

    def ask(
        self,
        path: str,
        *,
        host: str = "",
        https: bool = True,
        method: str = "GET",
        headers: Mapping[str, str] = NONE,
        body: bytes = b"{}",
        visitor: str = "127.0.0.1",
    ) -> Answer:
        """Send a request for `host`, by default the site's name, from an address."""
        raw = socket.create_connection(
            ("127.0.0.1", self.ports[https]), timeout=20, source_address=(visitor, 0)
        )
        with closing(http.client.HTTPConnection(host or self.site.name)) as connection:
            connection.sock = raw
            if https:
                context = ssl.create_default_context(cafile=self.site.authority)
                connection.sock = context.wrap_socket(raw, server_hostname=self.site.name)
            sent = body if method in ("POST", "PUT") else None
            connection.request(method, path, sent, headers)
            with connection.getresponse() as response:
                return Answer(
                    response.status, response.getheaders(), response.read().decode(errors="replace")
                )

    def server_of(self, path: str, visitor: str) -> int:
        """The port of the server that answers a visitor at this address."""
        answer = self.ask(path, visitor=visitor)
        assert answer.status == 200
        [(_, port)] = answer.said("Answered-By")
        return int(port)

    def server_of_call(self) -> int:
        """The port of the server that answers a call from Nuxt."""
        (proxy,) = self.site.supervisor.of("proxy")
        with closing(http.client.HTTPConnection(proxy.address, 8080, timeout=20)) as connection:
            connection.request("GET", "/api/posts/")
            with connection.getresponse() as response:
                return int(response.headers["Answered-By"])


@pytest.fixture(params=LAYOUTS, scope="module")
def proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """The proxy without the servers behind it."""
    ports = (free_port(), free_port())
    api_ports = (free_port(), free_port())
    web_ports = (free_port(), free_port())

    def alone(services: dict[str, Service]) -> dict[str, Service]:
        return {"proxy": replace(services["proxy"], depends_on={})}

    with tempfile.TemporaryDirectory(prefix="latchkey-proxy-") as folder:
        site = Site(
            request.param,
            Address("latchkey.localhost", ports[1]),
            listen=ports,
            folder=Path(folder),
            report=lambda sentence: None,
            change=alone,
            API_UPSTREAMS=" ".join(f"127.0.0.1:{port}" for port in api_ports),
            WEB_UPSTREAMS=" ".join(f"127.0.0.1:{port}" for port in web_ports),
        )
        with site.running():
            yield Proxy(site, ports, api_ports, web_ports)


def test_the_503_page_has_security_headers(proxy: Proxy) -> None:
    page = proxy.ask("/")
    assert page.status == 503
    assert "Your data is safe" in page.text
    assert page.protection() == BY_HTTPS
    [(_, policy)] = page.said("Content-Security-Policy")
    [style] = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    assert " style=" not in page.text
    assert page.said("Cache-Control") == [("Cache-Control", "private, no-store")]
    assert not page.said("Server")
    assert len(page.said("X-Request-Id")) == 1


def test_every_request_is_told_of_an_outage(proxy: Proxy) -> None:
    def ask(request: tuple[str, str, dict[str, str]]) -> Answer:
        method, path, headers = request
        return proxy.ask(path, method=method, headers=headers)

    # In parallel: the proxy retries a server for some seconds.
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(ask, REQUESTS))

    assert [(answer.status, answer.text) for answer in answers] == [(503, PAGE)] * len(REQUESTS)
    for answer in answers:
        assert answer.said("Cache-Control", "Retry-After") == [
            ("Cache-Control", "private, no-store"),
            ("Retry-After", "5"),
        ]


def test_who_comes_without_https_is_sent_to_it(proxy: Proxy) -> None:
    moved = proxy.ask("/posts?page=2", https=False)
    assert moved.status == 308
    assert moved.said("Location") == [("Location", f"{proxy.site.origin}/posts?page=2")]
    # Browsers ignore HSTS over plain HTTP.
    assert moved.protection() == OWN
    assert len(moved.said("Content-Security-Policy")) == 1
    assert not moved.said("Server")


@pytest.mark.parametrize("https", [True, False])
def test_another_name_than_ours_is_refused(proxy: Proxy, https: bool) -> None:
    refused = proxy.ask("/", host="evil.example", https=https)
    assert (refused.status, refused.text) == (421, "")
    assert refused.protection() == (BY_HTTPS if https else OWN)
    assert len(refused.said("Content-Security-Policy")) == 1
    assert not refused.said("Server", "Location")


@pytest.mark.parametrize("offered", ["h2", "http/1.1"])
def test_a_browser_that_knows_http_2_gets_it(proxy: Proxy, offered: str) -> None:
    context = ssl.create_default_context(cafile=proxy.site.authority)
    context.set_alpn_protocols([offered, "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", proxy.ports[True]), timeout=20) as raw,
        context.wrap_socket(raw, server_hostname=proxy.site.name) as connection,
    ):
        assert connection.selected_alpn_protocol() == offered


def test_what_the_servers_say_passes_as_it_is(proxy: Proxy) -> None:
    with serving(proxy.web_ports[0]):
        page = proxy.ask("/")
    assert page.status == 200
    assert page.said(*BY_HTTPS, "Content-Security-Policy") == sorted(PASSED_ON.items())


# Django's DATA_UPLOAD_MAX_MEMORY_SIZE.
MAX_BODY = 2_621_440


def test_too_large_a_body_gets_an_api_error(proxy: Proxy) -> None:
    with serving(proxy.api_ports[0]), serving(proxy.web_ports[0]):
        for path in ("/api/posts/", "/posts"):
            # This one waits until the proxy has reached the server.
            assert proxy.ask(path).status == 200
            assert proxy.ask(path, method="POST", body=b"x" * MAX_BODY).status == 200
            refused = proxy.ask(path, method="POST", body=b"x" * (MAX_BODY + 1))
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
            assert refused.protection() == BY_HTTPS
            assert refused.said("Content-Type", "Cache-Control") == [
                ("Cache-Control", "no-store"),
                ("Content-Type", "application/json"),
            ]


def test_broken_chunks_get_an_api_error(proxy: Proxy) -> None:
    chunked = {"Transfer-Encoding": "chunked"}
    with serving(proxy.api_ports[0]), serving(proxy.web_ports[0]):
        for path in ("/api/posts/", "/posts"):
            assert proxy.ask(path).status == 200
            for body in (b"5\r\nabcde\r\nzz\r\n\r\n", b"3\r\nabcdefg\r\n0\r\n\r\n"):
                refused = proxy.ask(path, method="POST", headers=chunked, body=body)
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
                assert refused.protection() == BY_HTTPS


@pytest.mark.parametrize(
    ("listed", "passed_on"),
    [("close, X-Request-Id", ""), ("x-request-id, UPGRADE", "Upgrade"), ("upgrade", "Upgrade")],
)
def test_a_connection_header_removes_no_header(proxy: Proxy, listed: str, passed_on: str) -> None:
    headers = {"Connection": listed, "Upgrade": "websocket"}
    with serving(proxy.api_ports[0]), serving(proxy.web_ports[0]):
        for path in ("/api/posts/", "/posts"):
            answer = proxy.ask(path, headers=headers)
            [(_, name)] = answer.said("X-Request-Id")
            assert answer.said("Asked-With-X-Request-Id") == [("Asked-With-X-Request-Id", name)]
            assert answer.said("Asked-With-Connection") == [("Asked-With-Connection", passed_on)]
            assert answer.said("Asked-With-Upgrade") == [
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
        wait_for(proxy.api_ports, lambda: {proxy.server_of_call() for _ in range(4)})
