"""Send requests to the proxy of a site, and serve responses behind it."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.production.rehearsal.site import Site

NO_HEADERS: dict[str, str] = {}
SECURITY_HEADERS = {
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
HTTPS_HEADERS = {**SECURITY_HEADERS, "Strict-Transport-Security": "max-age=31536000"}
# Headers of a server that the proxy must not replace.
UPSTREAM_HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=1",
    "X-Content-Type-Options": "nosniff",
}


class Server(BaseHTTPRequestHandler):
    """A server behind the proxy, with headers of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in UPSTREAM_HEADERS.items():
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
class ProxyResponse:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def headers_named(self, *names: str) -> list[tuple[str, str]]:
        """All headers with these names, repeated ones included."""
        lower = [name.lower() for name in names]
        return sorted(header for header in self.headers if header[0].lower() in lower)

    def security_headers(self) -> dict[str, str]:
        """The security headers without the CSP."""
        return dict(self.headers_named(*HTTPS_HEADERS))


@dataclass(frozen=True)
class Proxy:
    """Sends requests to the proxy of a site."""

    site: Site
    ports: tuple[int, int]
    # The ports of the two servers of each kind.
    api_ports: tuple[int, int]
    web_ports: tuple[int, int]

    def request(
        self,
        path: str,
        *,
        host: str = "",
        https: bool = True,
        method: str = "GET",
        headers: Mapping[str, str] = NO_HEADERS,
        body: bytes = b"{}",
        visitor: str = "127.0.0.1",
    ) -> ProxyResponse:
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
                return ProxyResponse(
                    response.status, response.getheaders(), response.read().decode(errors="replace")
                )

    def server_of(self, path: str, visitor: str) -> int:
        """The port of the server that responds to a visitor at this address."""
        answer = self.request(path, visitor=visitor)
        assert answer.status == 200
        [(_, port)] = answer.headers_named("Answered-By")
        return int(port)

    def server_of_nuxt_call(self) -> int:
        """The port of the API server that responds to a call from Nuxt."""
        (proxy,) = self.site.supervisor.of("proxy")
        with closing(http.client.HTTPConnection(proxy.address, 8080, timeout=20)) as connection:
            connection.request("GET", "/api/posts/")
            with connection.getresponse() as response:
                return int(response.headers["Answered-By"])
