"""What the reverse proxy says by itself, and what it leaves as it is."""

import base64
import hashlib
import http.client
import re
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from launch.paths import ROOT
from launch.ports import free_port
from rehearse.compose import Service
from rehearse.layouts import LAYOUTS, Address
from rehearse.site import Site

PAGE = (ROOT / "deploy" / "503.html").read_text()
NONE: dict[str, str] = {}
# What is said of another version, or a part, of something else is not said of that page.
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
# What a server behind the proxy says, which is none of the proxy's business.
PASSED_ON = {
    "Content-Security-Policy": "default-src 'self'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=1",
}


class Server(BaseHTTPRequestHandler):
    """A server behind the proxy, which has headers of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in PASSED_ON.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def said(self, *names: str) -> list[tuple[str, str]]:
        """These headers, and each as often as it is there."""
        lower = [name.lower() for name in names]
        return sorted(header for header in self.headers if header[0].lower() in lower)

    def protection(self) -> dict[str, str]:
        """The security headers, but for the policy of the content."""
        return dict(self.said(*BY_HTTPS))


@dataclass(frozen=True)
class Proxy:
    """The proxy of a site, and how it is asked."""

    site: Site
    ports: tuple[int, int]
    pages_port: int

    def ask(
        self,
        path: str,
        *,
        host: str = "",
        https: bool = True,
        method: str = "GET",
        headers: Mapping[str, str] = NONE,
    ) -> Answer:
        """Ask as `host`, which is the site's own name unless it is given."""
        raw = socket.create_connection(("127.0.0.1", self.ports[https]), timeout=20)
        with closing(http.client.HTTPConnection(host or self.site.name)) as connection:
            connection.sock = raw
            if https:
                context = ssl.create_default_context(cafile=self.site.authority)
                connection.sock = context.wrap_socket(raw, server_hostname=self.site.name)
            body = b"{}" if method in ("POST", "PUT") else None
            connection.request(method, path, body, headers)
            with connection.getresponse() as response:
                return Answer(response.status, response.getheaders(), response.read().decode())


@pytest.fixture(params=LAYOUTS, scope="module")
def proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """Alone: none of the servers behind it runs."""
    ports = (free_port(), free_port())
    pages_port = free_port()

    def alone(services: dict[str, Service]) -> dict[str, Service]:
        return {"proxy": replace(services["proxy"], depends_on={})}

    with tempfile.TemporaryDirectory(prefix="latchkey-proxy-") as folder:
        site = Site(
            request.param,
            Address("latchkey.localhost", ports[1]),
            listen=ports,
            folder=Path(folder),
            say=lambda sentence: None,
            change=alone,
            API_UPSTREAMS=f"127.0.0.1:{free_port()}",
            WEB_UPSTREAMS=f"127.0.0.1:{pages_port}",
        )
        with site.running():
            yield Proxy(site, ports, pages_port)


def test_the_page_about_an_outage_is_protected_and_has_its_style(proxy: Proxy) -> None:
    page = proxy.ask("/")
    assert page.status == 503
    assert "Nothing of yours is lost" in page.text
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

    # At once: the proxy waits for a server for some seconds each time.
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
    assert moved.said("Location") == [("Location", f"https://{proxy.site.name}/posts?page=2")]
    # Over plain HTTP nobody would believe the other one.
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


def test_what_the_servers_say_passes_as_it_is(proxy: Proxy) -> None:
    with HTTPServer(("127.0.0.1", proxy.pages_port), Server) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        page = proxy.ask("/")
        server.shutdown()
        thread.join()
    assert page.status == 200
    assert page.said(*BY_HTTPS, "Content-Security-Policy") == sorted(PASSED_ON.items())
