"""A stub API: tests script its responses and read its requests."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.http_client import HOST, Headers, values_of


@dataclass(frozen=True)
class ApiRequest:
    """A received request."""

    method: str
    # Path and query as in the request line.
    target: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def all(self, name: str) -> list[str]:
        return values_of(self.headers, name)

    def header(self, name: str) -> str | None:
        """The value of a header that may appear once at most."""
        values = self.all(name)
        assert len(values) <= 1, f"{name} came {len(values)} times: {values}"
        return values[0] if values else None

    @property
    def cookies(self) -> list[str]:
        """The `name=value` pairs of the Cookie header, in order."""
        header = self.header("Cookie")
        return header.split("; ") if header else []


@dataclass(frozen=True)
class Response:
    """A response, and how it is sent."""

    status: int = 200
    body: bytes = b""
    headers: Headers = ()
    # Delay before the response, in seconds.
    delay: float = 0
    # Delay between headers and body, in seconds.
    pause: float = 0
    # Close the connection without a response.
    close_connection: bool = False

    def with_cookies(self, *cookies: str) -> "Response":
        """The same response with these Set-Cookie headers."""
        return self.with_headers(*(("Set-Cookie", line) for line in cookies))

    def with_headers(self, *headers: tuple[str, str]) -> "Response":
        """The same response with more headers."""
        return replace(self, headers=self.headers + headers)


def json_response(value: object, status: int = 200) -> Response:
    """A response with this value as JSON."""
    return Response(status, json.dumps(value).encode(), (("Content-Type", "application/json"),))


def error_response(status: int, code: str, detail: str = "No.") -> Response:
    """An error response in the API's format."""
    kind = "client_error" if status < 500 else "server_error"
    errors = [{"code": code, "detail": detail, "attr": None}]
    return json_response({"type": kind, "errors": errors}, status)


Script = Response | Callable[[ApiRequest], Response]


class StubApi:
    """The stub: `respond` sets its responses, `received` has its requests."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[ApiRequest] = []
        # The targets of all requests, noted when the headers arrive.
        self.started: list[str] = []
        self._scripts: dict[str, Script] = {}
        self._closing = threading.Event()

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def respond(self, path: str, script: Script) -> None:
        """Send this response to requests for a path."""
        self._scripts[path] = script

    def reset(self) -> None:
        """Forget all responses and requests."""
        self._scripts.clear()
        self.received.clear()
        self.started.clear()

    def calls(self, path: str) -> list[ApiRequest]:
        """The requests for a path, in order."""
        return [received for received in self.received if received.path == path]

    def only_request(self, path: str) -> ApiRequest:
        """The only request for a path."""
        calls = self.calls(path)
        assert len(calls) == 1, f"{path} was asked {len(calls)} times"
        return calls[0]

    def response(self, received: ApiRequest) -> Response:
        """Record a request; returns its response after the delay."""
        self.received.append(received)
        script = self._scripts.get(received.path, error_response(404, "not_found"))
        response = script(received) if callable(script) else script
        self.wait(response.delay)
        return response

    def wait(self, seconds: float) -> None:
        """Sleep, unless the stub is closed first."""
        self._closing.wait(seconds)

    def wait_for_request(self, path: str, patience: float = 10) -> None:
        """Wait until there is a request for a path."""
        deadline = time.monotonic() + patience
        while not self.calls(path):
            assert time.monotonic() < deadline, f"{path} was not asked"
            self.wait(0.02)

    def wait_until_quiet(self, seconds: float = 0.3) -> None:
        """Wait until no request has come for this long."""
        count = -1
        while count != len(self.received):
            count = len(self.received)
            self.wait(seconds)

    def close(self) -> None:
        """End all delays."""
        self._closing.set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    api: StubApi

    def _handle(self) -> None:
        self.api.started.append(self.path)
        received = ApiRequest(
            self.command, self.path, tuple(self.headers.items()), self._read_body()
        )
        response = self.api.response(received)
        if response.close_connection:
            self.close_connection = True
            return
        try:
            self._write(response)
        except OSError:
            # Some tests close the connection early.
            self.close_connection = True

    def _write(self, response: Response) -> None:
        self.send_response_only(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if response.pause:
            self.wfile.flush()
            self.api.wait(response.pause)
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            return b"".join(self._read_chunks())
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _read_chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _handle

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name of the base class
        """Log nothing: tests read `received`."""


@contextmanager
def running_stub_api(port: int = 0) -> Iterator[StubApi]:
    """Run a stub on this port, or on a free one."""

    class Handler(_Handler):
        """Handles the requests of this stub."""

    server = ThreadingHTTPServer((HOST, port), Handler)
    server.daemon_threads = True
    api = Handler.api = StubApi(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield api
    finally:
        api.close()
        server.shutdown()
        server.server_close()
        thread.join()
