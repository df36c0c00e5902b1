"""A proxy between the Nuxt server and the API: it records requests and simulates failures.

It tells the requests of the Nuxt server from those of browsers, which Nuxt passes on.
"""

import itertools
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.http_client import HOST, free_port

_POLL_SECONDS = 0.05
_API_SECONDS = 60
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Call:
    """A request to the API and its response."""

    method: str
    target: str
    headers: "Message[str, str]"
    status: int
    set_cookies: tuple[str, ...]

    @property
    def from_browser(self) -> bool:
        """Whether a browser sent it: Nuxt passes on the Sec-Fetch headers of browsers."""
        return "Sec-Fetch-Site" in self.headers

    def __str__(self) -> str:
        return f"{self.method} {self.target} {self.status}"


@dataclass(frozen=True)
class Response:
    """A response, the API's or one in its place."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def error_response(status: int, code: str, *headers: tuple[str, str]) -> Response:
    """An error response in the API's format."""
    errors = [{"code": code, "detail": "No.", "attr": None}]
    body = json.dumps({"type": "client_error", "errors": errors}).encode()
    return Response(status, body, (("Content-Type", "application/json"), *headers))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, api_proxy: "ApiProxy") -> None:
        super().__init__((HOST, port), _Forward)
        self.api_proxy = api_proxy
        self.connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore broken connections: the other end notices them."""


class _Forward(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        host, port = self.server.api_proxy.next_server()
        self.api = HTTPConnection(host, port, timeout=_API_SECONDS)

    def finish(self) -> None:
        self.api.close()
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - name of the base class
        """Log nothing."""

    def forward(self) -> None:
        api_proxy = self.server.api_proxy
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.partition("?")[0]
        answer = api_proxy.responses.get(path) or self.ask_api(body)
        if path in api_proxy.held:
            api_proxy.held[path].wait(_API_SECONDS)
        api_proxy.record(
            Call(
                self.command,
                self.path,
                self.headers,
                answer.status,
                tuple(value for name, value in answer.headers if name.lower() == "set-cookie"),
            )
        )
        if path in api_proxy.lost:
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def ask_api(self, body: bytes) -> Response:
        self.api.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in _HOP_BY_HOP:
                self.api.putheader(name, value)
        self.api.putheader("Content-Length", str(len(body)))
        self.api.endheaders(body)
        response = self.api.getresponse()
        return Response(response.status, response.read(), tuple(response.getheaders()))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = forward


class ApiProxy:
    """Forwards requests to the API; tests can replace, hold or drop responses."""

    def __init__(self) -> None:
        self.port = free_port()
        self.api_port = free_port()
        self._servers = itertools.cycle([(HOST, self.api_port)])
        self.responses: dict[str, Response] = {}
        self.held: dict[str, threading.Event] = {}
        self.lost: set[str] = set()
        self._listeners: list[list[Call]] = []
        self._server: _Server | None = None

    def open(self) -> None:
        """Accept connections."""
        self._server = _Server(self.port, self)
        threading.Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,)).start()

    def close(self) -> None:
        """Refuse connections and break those that are open."""
        server, self._server = self._server, None
        assert server is not None
        server.shutdown()
        server.server_close()
        for connection in list(server.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def down(self) -> Iterator[None]:
        """Make the API unreachable."""
        self.close()
        try:
            yield
        finally:
            self.open()

    @contextmanager
    def responding(self, path: str, answer: Response) -> Iterator[None]:
        """Send this response for `path` without asking the API."""
        self.responses[path] = answer
        try:
            yield
        finally:
            del self.responses[path]

    @contextmanager
    def holding_responses(self, path: str) -> Iterator[threading.Event]:
        """Hold the API's responses for `path` until the event is set."""
        released = self.held[path] = threading.Event()
        try:
            yield released
        finally:
            del self.held[path]
            released.set()

    @contextmanager
    def dropping_responses(self, path: str) -> Iterator[None]:
        """Let the API handle requests for `path`, and drop its responses."""
        self.lost.add(path)
        try:
            yield
        finally:
            self.lost.remove(path)

    @contextmanager
    def forwarding_to(self, port: int) -> Iterator[None]:
        """Forward to another API, on this port."""
        former = self.api_port
        self._switch_to(port)
        try:
            yield
        finally:
            self._switch_to(former)

    def _switch_to(self, port: int) -> None:
        """Close open connections, which lead to the former one."""
        with self.down():
            self.api_port = port
            self.balance([(HOST, port)])

    def balance(self, servers: list[tuple[str, int]]) -> None:
        """Forward new connections to these servers in turn."""
        self._servers = itertools.cycle(servers)

    def next_server(self) -> tuple[str, int]:
        """The server for a new connection."""
        return next(self._servers)

    @contextmanager
    def recording(self) -> Iterator[list[Call]]:
        """A list that grows with every request in the block."""
        calls: list[Call] = []
        self._listeners.append(calls)
        try:
            yield calls
        finally:
            self._listeners.remove(calls)

    def record(self, call: Call) -> None:
        """Note a request, but neither a CORS preflight nor a health check."""
        if call.method == "OPTIONS" or call.target.startswith("/api/health/"):
            return
        for calls in self._listeners:
            calls.append(call)


def from_nuxt(calls: list[Call]) -> list[str]:
    """The requests of the Nuxt server itself, as `GET /api/account/ 200`."""
    return [str(call) for call in calls if not call.from_browser]


def from_browser(calls: list[Call]) -> list[str]:
    """The requests of browsers, as `GET /api/account/ 200`."""
    return [str(call) for call in calls if call.from_browser]


@contextmanager
def running_api_proxy() -> Iterator[ApiProxy]:
    """A proxy that runs until the block ends."""
    api_proxy = ApiProxy()
    api_proxy.open()
    try:
        yield api_proxy
    finally:
        api_proxy.close()
