"""The server as it runs: real processes, on a database of their own."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gunicorn_server.tests.running_server import BACKEND, Server, free_port, running_server
from middleware.tests.test_security_headers import DATA

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("gunicorn")
    with running_server(folder) as server:
        yield server
        # Not even the socket for remote control that gunicorn would open there.
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def log_in(server: Server, email: str, address: str) -> int:
    """Try a wrong password, on a connection of its own, and tell the status."""
    token = "a" * 32
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"csrftoken={token}",
        "X-CSRFToken": token,
        "X-Forwarded-For": address,
    }
    body = json.dumps({"email": email, "password": "wrong"})
    with server.connect() as client:
        client.request("POST", "/api/login/", body, headers)
        with client.getresponse() as response:
            return response.status


def test_failures_are_counted_across_workers_and_none_is_lost(server: Server) -> None:
    """Sixteen at once, for one account, each from another network: eight are tried."""
    email = f"{secrets.token_hex(8)}@example.com"
    with ThreadPoolExecutor(16) as pool:
        addresses = [f"203.0.113.{number}" for number in range(16)]
        statuses = Counter(pool.map(lambda address: log_in(server, email, address), addresses))
    assert statuses == {400: 8, 429: 8}


def test_a_connection_outlasts_the_idle_time_of_node(server: Server) -> None:
    with server.connect() as client:
        client.request("GET", "/api/account/")
        client.getresponse().read()
        connected = client.sock
        time.sleep(4.5)
        client.request("GET", "/api/account/")
        assert client.getresponse().read()
        # http.client would have connected anew, had the server hung up.
        assert client.sock is connected


@pytest.mark.parametrize(("size", "status"), [(16_000, 403), (17_000, 431)])
def test_as_many_cookies_are_taken_as_node_lets_through(
    server: Server, size: int, status: int
) -> None:
    with server.connect() as client:
        client.request("GET", "/api/account/", headers={"Cookie": f"other={'x' * size}"})
        with client.getresponse() as response:
            assert response.status == status


@pytest.mark.parametrize(
    ("request_line", "header", "status", "code"),
    [
        ("GET /api/account/ HTTP/1.1", "<hunter2>: a", "400 Bad Request", "parse_error"),
        ("GET /<hunter2> HTTP/9", "A: b", "400 Bad Request", "parse_error"),
        (f"GET /{'x' * 5000} HTTP/1.1", "A: b", "414 URI Too Long", "request_too_large"),
        (
            *("GET /api/account/ HTTP/1.1", f"Cookie: other={'x' * 17_000}"),
            *("431 Request Header Fields Too Large", "request_too_large"),
        ),
    ],
    ids=["a header's name", "a version", "an address", "a cookie"],
)
def test_what_is_no_request_is_refused_as_the_api_refuses_and_not_repeated(
    server: Server, request_line: str, header: str, status: str, code: str
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(f"{request_line}\r\nHost: localhost\r\n{header}\r\n\r\n".encode())
        with client.makefile("rb") as answer:
            first_line = answer.readline().decode().strip()
            headers = http.client.parse_headers(answer)
            [found] = json.loads(answer.read(int(headers["Content-Length"])))["errors"]
            assert answer.read() == b""  # it has hung up

    assert first_line == f"HTTP/1.1 {status}"
    assert headers.get_content_type() == "application/json"
    assert headers["Cache-Control"] == "no-store"
    assert DATA.items() <= dict(headers.items()).items()
    assert found["code"] == code
    assert "hunter2" not in str(found)


def test_head_is_answered_without_a_body_and_without_a_warning(server: Server) -> None:
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


def test_it_listens_on_one_loopback_address_only(server: Server) -> None:
    assert server.is_up()
    # Who listens everywhere listens here as well.
    with pytest.raises(OSError, match=r"refused|assign|unreachable|timed out"):
        socket.create_connection(("127.0.0.2", server.port), timeout=2).close()


def test_a_number_of_workers_that_is_none_ends_it_with_a_sentence() -> None:
    """gunicorn alone would read it before our configuration, and end in a traceback."""
    result = subprocess.run(
        [sys.executable, "serve.py"],
        cwd=BACKEND,
        env={**os.environ, "API_PORT": str(free_port()), "WEB_CONCURRENCY": "two"},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert (result.returncode, result.stderr) == (
        1,
        (
            "Latchkey cannot start. Correct these environment variables:\n"
            "  WEB_CONCURRENCY cannot be 'two'. Set it to a number from 1 to 1000.\n"
        ),
    )


def test_what_is_left_empty_or_is_for_gunicorn_alone_does_not_keep_it_from_starting(
    tmp_path: Path, django_db_setup: None
) -> None:
    with running_server(tmp_path, WEB_CONCURRENCY="", FORWARDED_ALLOW_IPS="two") as server:
        assert server.is_up()
