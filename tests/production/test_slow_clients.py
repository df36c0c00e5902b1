"""Clients that send or read slowly do not block other clients."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest

from tests.production import http2
from tests.production.rehearsal.site import Site

HELD = 200
PROBES = ["/api/health/live", "/api/login-set-cookie/", "/", "/about"] * 5
# Served by Django; 200 responses do not fit into the system's buffers.
LARGE = "/static/admin/js/vendor/xregexp/xregexp.js"


class Attacker:
    """Opens connections to a site and starts a request on each."""

    def __init__(self, site: Site) -> None:
        self.origin = urlsplit(site.origin)
        self.tls = ssl.create_default_context(cafile=site.authority)
        with closing(self.client()) as client:
            client.request("GET", "/api/login-set-cookie/")
            answer = client.getresponse()
            (line,) = answer.headers.get_all("Set-Cookie", [])
            ((name, cookie),) = SimpleCookie(line).items()
        self.headers = {
            "origin": site.origin,
            "cookie": f"{name}={cookie.value}",
            "x-csrftoken": cookie.value,
            "content-type": "application/json",
            "content-length": "10000",
        }

    def connect(self, protocol: str = "http/1.1", receive: int = 0) -> ssl.SSLSocket:
        """A connection; `receive` is the size of its receive buffer, in bytes, if given."""
        raw = socket.socket()
        raw.settimeout(10)
        if receive:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        raw.connect(("127.0.0.1", self.origin.port))
        context = self.tls
        context.set_alpn_protocols([protocol])
        return context.wrap_socket(raw, server_hostname=self.origin.hostname)

    def client(self) -> http.client.HTTPConnection:
        """A client for ordinary requests."""
        client = http.client.HTTPConnection(self.origin.netloc)
        client.sock = self.connect()
        return client

    def request(self, first_line: str, **headers: str) -> bytes:
        """The start line and headers of a request."""
        lines = [
            f"{name}: {value}\r\n"
            for name, value in {"Host": self.origin.netloc, **headers}.items()
        ]
        return f"{first_line} HTTP/1.1\r\n{''.join(lines)}\r\n".encode()


Drip = Callable[[ssl.SSLSocket], None]


def send_body(attacker: Attacker) -> tuple[list[ssl.SSLSocket], Drip]:
    """Requests with a body that arrives byte by byte."""
    connections = [attacker.connect() for _ in range(HELD)]
    for connection in connections:
        connection.sendall(attacker.request("POST /api/login/", **attacker.headers) + b"{")
    return connections, lambda connection: connection.sendall(b" ")


def send_body_in_chunks(attacker: Attacker) -> tuple[list[ssl.SSLSocket], Drip]:
    """The same, with chunked encoding."""
    connections = [attacker.connect() for _ in range(HELD)]
    headers = {**attacker.headers, "transfer-encoding": "chunked"}
    del headers["content-length"]
    for connection in connections:
        connection.sendall(attacker.request("POST /api/login/", **headers) + b"1\r\n{\r\n")
    return connections, lambda connection: connection.sendall(b"1\r\n \r\n")


def send_body_of_get(attacker: Attacker) -> tuple[list[ssl.SSLSocket], Drip]:
    """Bodies of GET requests."""
    connections = [attacker.connect() for _ in range(HELD)]
    for connection in connections:
        connection.sendall(attacker.request("GET /api/account/", **attacker.headers) + b"{")
    return connections, lambda connection: connection.sendall(b" ")


def send_body_by_http_2(attacker: Attacker) -> tuple[list[ssl.SSLSocket], Drip]:
    """Many slow bodies as HTTP/2 streams on few connections."""
    streams = range(1, 100, 2)
    connections = [attacker.connect("h2") for _ in range(HELD // len(streams))]
    head = {
        ":method": "POST",
        ":scheme": "https",
        ":path": "/api/login/",
        ":authority": attacker.origin.netloc,
        **attacker.headers,
    }
    for connection in connections:
        assert connection.selected_alpn_protocol() == "h2"
        opened = b"".join(http2.open_stream(number, head) for number in streams)
        connection.sendall(http2.PREFACE + opened)
    bytes_for_all = b"".join(http2.data(number, b" ") for number in streams)
    return connections, lambda connection: connection.sendall(bytes_for_all)


def send_head(attacker: Attacker) -> tuple[list[ssl.SSLSocket], Drip]:
    """Requests with headers that arrive byte by byte."""
    connections = [attacker.connect() for _ in range(HELD)]
    for connection in connections:
        connection.sendall(b"POST /api/login/ HTTP/1.1\r\nX-Slow: ")
    return connections, lambda connection: connection.sendall(b"x")


def read_nothing(attacker: Attacker) -> tuple[list[ssl.SSLSocket], Drip]:
    """Send requests and read no response."""
    connections = [attacker.connect(receive=2048) for _ in range(HELD)]
    for connection in connections:
        connection.sendall(attacker.request(f"GET {LARGE}"))
    return connections, lambda connection: None


@contextmanager
def held(connections: list[ssl.SSLSocket], drip: Drip) -> Iterator[None]:
    """Send a byte per second on each connection until the block ends."""
    over = threading.Event()

    def send_bytes() -> None:
        while not over.wait(1):
            for connection in connections:
                try:
                    drip(connection)
                except OSError:
                    # The site may close the connection.
                    continue

    thread = threading.Thread(target=send_bytes)
    with ExitStack() as stack:
        for connection in connections:
            stack.enter_context(connection)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize(
    "attack",
    [
        send_body,
        send_body_in_chunks,
        send_body_of_get,
        send_body_by_http_2,
        send_head,
        read_nothing,
    ],
)
def test_200_slow_clients_block_no_others(
    site: Site, attack: Callable[[Attacker], tuple[list[ssl.SSLSocket], Drip]]
) -> None:
    attacker = Attacker(site)
    failed = []
    with held(*attack(attacker)):
        for path in PROBES:
            try:
                with closing(attacker.client()) as client:
                    client.request("GET", path)
                    status = client.getresponse().status
            except OSError as error:
                failed.append((path, str(error)))
            else:
                if status not in (200, 204):
                    failed.append((path, str(status)))
    assert failed == []
