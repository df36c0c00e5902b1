"""The server as it runs: real processes, on a database of their own."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

BACKEND = Path(__file__).resolve().parents[2]


def database_url(folder: Path) -> str:
    """A file for SQLite; on PostgreSQL the test database, where what is written is left behind."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'gunicorn.sqlite3'}"
    database = connection.settings_dict
    user = f"{database['USER']}:{database['PASSWORD']}"
    return f"postgres://{user}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    port: int

    def connect(self) -> closing[http.client.HTTPConnection]:
        return closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30))

    def is_up(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except ConnectionRefusedError:
            return False
        return True


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("gunicorn")
    port = free_port()
    environment = {
        **os.environ,
        "HOME": str(folder),
        "DATABASE_URL": database_url(folder),
        "API_PORT": str(port),
        "WEB_CONCURRENCY": "2",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=BACKEND,
        env=environment,
        check=True,
    )
    server = Server(port)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
            cwd=BACKEND,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        deadline = time.monotonic() + 20
        while not server.is_up():
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.05)
        yield server
        # Not even the socket for remote control that gunicorn would open there.
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


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
    """Sixteen at once, for one account: five get an answer, whoever handles them."""
    email = f"{secrets.token_hex(8)}@example.com"
    with ThreadPoolExecutor(16) as pool:
        addresses = [f"203.0.113.{number}" for number in range(16)]
        statuses = Counter(pool.map(lambda address: log_in(server, email, address), addresses))
    # Who cannot get the lock for a second is refused too, so that fewer may have got through.
    assert statuses[400] <= 5
    assert statuses[400] + statuses[429] == 16
    for number in range(5 - statuses[400]):
        assert log_in(server, email, f"198.51.100.{number}") == 400
    assert log_in(server, email, "198.51.100.99") == 429


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


def test_it_listens_on_one_loopback_address_only(server: Server) -> None:
    assert server.is_up()
    # Who listens everywhere listens here as well.
    with pytest.raises(OSError, match=r"refused|assign|unreachable|timed out"):
        socket.create_connection(("127.0.0.2", server.port), timeout=2).close()


@pytest.mark.parametrize(
    ("variable", "value", "limits"),
    [
        ("API_PORT", "http", "from 1 to 65535"),
        ("API_PORT", "8000/tcp", "from 1 to 65535"),
        ("API_PORT", "0", "from 1 to 65535"),
        ("API_PORT", "65536", "from 1 to 65535"),
        ("WEB_CONCURRENCY", "0", "from 1 to 1000"),
    ],
)
def test_a_number_that_cannot_be_ends_it_with_a_sentence(
    variable: str, value: str, limits: str
) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
        cwd=BACKEND,
        env={**os.environ, "API_PORT": str(free_port()), variable: value},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert result.returncode == 1
    assert result.stderr == (
        f"Latchkey cannot start: {variable} cannot be {value!r}. Set it to a number {limits}.\n"
    )
