"""gunicorn as production starts it."""

import http.client
import json
import os
import re
import secrets
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gunicorn_server.tests.running_server import Server, running_server
from middleware.tests.test_security_headers import DATA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WORKERS = 2
CSRF_HEADERS = {
    "Content-Type": "application/json",
    "Cookie": f"csrftoken={'a' * 32}",
    "X-CSRFToken": "a" * 32,
}


@pytest.fixture(scope="module")
def hanging_port() -> Iterator[int]:
    """A port that accepts connections and never responds."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, hanging_port: int
) -> Iterator[Server]:
    """With a Redis that does not respond, and variables that gunicorn itself would refuse."""
    folder = tmp_path_factory.mktemp("gunicorn")
    variables = {
        "LOG_FORMAT": "plain",
        "REDIS_URL": f"redis://127.0.0.1:{hanging_port}/0",
        "WEB_CONCURRENCY": "",
        "FORWARDED_ALLOW_IPS": "two",
    }
    with running_server(folder, **variables) as server:
        yield server
        # No socket for remote control, which gunicorn would open there.
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def get(server: Server, path: str, **headers: str) -> tuple[int, dict[str, object]]:
    with server.connect() as client:
        client.request("GET", path, headers=headers)
        with client.getresponse() as response:
            return response.status, json.loads(response.read())


@pytest.mark.each_database
def test_ready_without_redis(server: Server) -> None:
    assert get(server, "/api/health/ready") == (200, {"status": "ok"})


@pytest.mark.each_database
def test_workers_share_the_login_limit(server: Server) -> None:
    """16 parallel log-ins to one account from different networks: 8 are tried."""
    email = f"{secrets.token_hex(8)}@example.com"
    body = json.dumps({"email": email, "password": "wrong"})

    def log_in(number: int) -> int:
        headers = {**CSRF_HEADERS, "X-Forwarded-For": f"203.0.113.{number}"}
        with server.connect() as client:
            client.request("POST", "/api/login/", body, headers)
            with client.getresponse() as response:
                return response.status

    with ThreadPoolExecutor(16) as pool:
        assert Counter(pool.map(log_in, range(16))) == {400: 8, 429: 8}


def test_keepalive_exceeds_that_of_node(server: Server) -> None:
    with server.connect() as client:
        client.request("GET", "/api/account/")
        client.getresponse().read()
        connected = client.sock
        time.sleep(4.5)
        client.request("GET", "/api/account/")
        assert client.getresponse().read()
        # http.client reconnects if the server has closed the connection.
        assert client.sock is connected


def test_large_cookies(server: Server) -> None:
    """gunicorn accepts headers as large as Node does."""
    for size, status in ((16_000, 403), (17_000, 431)):
        with server.connect() as client:
            client.request("GET", "/api/account/", headers={"Cookie": f"other={'x' * size}"})
            with client.getresponse() as response:
                assert response.status == status


def test_malformed_requests(server: Server) -> None:
    """The responses have the API's error format and headers, and do not repeat the input."""
    line = "GET /api/account/ HTTP/1.1"
    for request_line, header, status, code in (
        (line, "<hunter2>: a", "400 Bad Request", "parse_error"),
        ("GET /<hunter2> HTTP/9", "A: b", "400 Bad Request", "parse_error"),
        (f"GET /{'x' * 5000} HTTP/1.1", "A: b", "414 URI Too Long", "request_too_large"),
        (
            *(line, f"Cookie: other={'x' * 17_000}"),
            *("431 Request Header Fields Too Large", "request_too_large"),
        ),
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.sendall(f"{request_line}\r\nHost: localhost\r\n{header}\r\n\r\n".encode())
            with client.makefile("rb") as response:
                assert response.readline().decode().strip() == f"HTTP/1.1 {status}"
                headers = http.client.parse_headers(response)
                [error] = json.loads(response.read(int(headers["Content-Length"])))["errors"]
                assert response.read() == b""  # the connection is closed
        assert headers.get_content_type() == "application/json"
        assert headers["Cache-Control"] == "no-store"
        assert DATA.items() <= dict(headers.items()).items()
        assert error["code"] == code
        assert "hunter2" not in str(error)


def test_head(server: Server) -> None:
    """No body, and no warning of gunicorn about one."""
    for path, status in (
        ("/api/health/live", 200),
        ("/api/account/", 403),
        ("/api/nothing/", 404),
        ("/nothing", 404),
        ("/api/login/", 405),
    ):
        with server.connect() as client:
            client.request("HEAD", path)
            with client.getresponse() as response:
                assert (response.status, response.read()) == (status, b""), path
    assert "no-body response" not in server.log.read_text()


def test_only_loopback(server: Server) -> None:
    assert server.is_up()
    # A server that listens on all addresses would also respond here.
    with pytest.raises(OSError, match=r"refused|assign|unreachable|timed out"):
        socket.create_connection(("127.0.0.2", server.port), timeout=2).close()


def test_request_log(server: Server) -> None:
    get(server, "/api/login-set-cookie/")
    line = re.compile(r"^GET /api/login-set-cookie/ 200 \d+ms$", re.MULTILINE)
    server.wait_until(lambda: line.search(server.log.read_text()) is not None)


def test_worker_that_exits_while_it_starts(server: Server) -> None:
    for _ in range(5):
        terminate(server, replace_worker(server))
    assert get(server, "/api/health/live")[0] == 200
    # The log names those that were killed, and none that failed.
    errors = [line for line in server.log.read_text().splitlines() if line.startswith("ERROR")]
    assert {line.split("was sent ")[-1][:7] for line in errors} == {"SIGKILL"}


def terminate(server: Server, worker: int) -> None:
    os.kill(worker, signal.SIGTERM)
    server.wait_until(lambda: worker not in server.workers())


def replace_worker(server: Server) -> int:
    """Kill a worker, and return the id of its replacement as soon as it is forked."""
    server.wait_until(lambda: len(server.workers()) == WORKERS)
    before = server.workers()
    os.kill(min(before), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not (new := server.workers() - before):
        assert time.monotonic() < deadline
    return new.pop()


def test_graceful_exit(server: Server) -> None:
    """The last test: on SIGTERM the server finishes its request and accepts no new ones."""
    body = json.dumps({"email": "nobody@example.com", "password": "wrong"}).encode()
    with server.connect() as client, server.connect() as idle:
        idle.request("GET", "/api/health/live")
        idle.getresponse().read()
        client.putrequest("POST", "/api/login/")
        for name, value in {**CSRF_HEADERS, "Content-Length": str(len(body))}.items():
            client.putheader(name, value)
        client.endheaders(body[:10])
        time.sleep(0.5)  # until a worker has read it
        server.process.send_signal(signal.SIGTERM)
        server.wait_until(lambda: not server.is_up())
        client.send(body[10:])
        with client.getresponse() as response:
            assert response.status == 400
            assert json.loads(response.read())["errors"][0]["code"] == "invalid_credentials"
        assert server.process.wait(20) == 0
