"""A raw HTTP client: all headers in order, no redirects, no decoding."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

HOST = "127.0.0.1"
TIMEOUT = 20

Headers = tuple[tuple[str, str], ...]


def values_of(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    """All values of a header, in order."""
    return [value for key, value in headers if key.lower() == name.lower()]


@dataclass(frozen=True)
class HttpResponse:
    """A response as it was received."""

    status: int
    reason: str
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def set_cookies(self) -> list[str]:
        return self.all("Set-Cookie")

    def all(self, name: str) -> list[str]:
        return values_of(self.headers, name)

    def header(self, name: str) -> str | None:
        """The value of a header that may appear once at most."""
        values = self.all(name)
        assert len(values) <= 1, f"{name} came {len(values)} times: {values}"
        return values[0] if values else None


def request(
    port: int,
    target: str,
    *,
    method: str = "GET",
    headers: Iterable[tuple[str, str]] = (),
    body: bytes | None = None,
) -> HttpResponse:
    """Send one request with these headers, and `Host` if it is missing."""
    connection = HTTPConnection(HOST, port, timeout=TIMEOUT)
    try:
        names_host = bool(values_of(headers := tuple(headers), "Host"))
        connection.putrequest(method, target, skip_host=names_host, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value.encode("latin-1"))
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        return _read(connection.getresponse())
    finally:
        connection.close()


def send_bytes(port: int, raw: bytes, method: str = "GET") -> HttpResponse:
    """Send raw bytes, valid HTTP or not."""
    with socket.create_connection((HOST, port), timeout=TIMEOUT) as connection:
        connection.sendall(raw)
        response = HTTPResponse(connection, method=method)
        response.begin()
        return _read(response)


def _read(response: HTTPResponse) -> HttpResponse:
    headers = tuple(response.getheaders())
    return HttpResponse(response.status, response.reason, headers, response.read())


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
