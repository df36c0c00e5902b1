"""gunicorn when it is watched, when it is told to end, and when its database is away."""

import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gunicorn_server.tests.running_server import WORKERS, Server, free_port, running_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path, django_db_setup: None) -> Path:
    return tmp_path


@pytest.fixture
def mute_port() -> Iterator[int]:
    """Where connections are taken and nothing is ever answered."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def get(server: Server, path: str, **headers: str) -> tuple[int, dict[str, object]]:
    with server.connect() as client:
        client.request("GET", path, headers=headers)
        with client.getresponse() as response:
            return response.status, json.loads(response.read())


def test_it_finishes_what_it_has_begun_and_ends(folder: Path) -> None:
    with running_server(folder, API_HOST="127.0.0.1") as server:
        assert get(server, "/api/health/ready") == (200, {"status": "ok"})
        body = json.dumps({"email": "nobody@example.com", "password": "wrong"}).encode()
        with server.connect() as client, server.connect() as idle:
            idle.request("GET", "/api/health/live")
            idle.getresponse().read()
            client.putrequest("POST", "/api/login/")
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                "Cookie": f"csrftoken={'a' * 32}",
                "X-CSRFToken": "a" * 32,
            }.items():
                client.putheader(name, value)
            client.endheaders(body[:10])
            time.sleep(0.5)  # for a worker to take it up
            server.process.send_signal(signal.SIGTERM)
            server.wait_until(lambda: not server.is_up())
            client.send(body[10:])
            with client.getresponse() as response:
                assert response.status == 400
                assert json.loads(response.read())["errors"][0]["code"] == "invalid_credentials"
            assert server.process.wait(20) == 0


def test_a_worker_that_is_told_to_end_while_it_starts_does(folder: Path) -> None:
    with running_server(folder) as server:
        for _ in range(5):
            end(server, next_worker(server))
        assert get(server, "/api/health/live")[0] == 200
        # Those that were killed, and none that ended as if in error.
        assert {line.split("was sent ")[-1][:7] for line in wrong(server)} == {"SIGKILL"}


def end(server: Server, worker: int) -> None:
    os.kill(worker, signal.SIGTERM)
    server.wait_until(lambda: worker not in server.workers())


def wrong(server: Server) -> list[str]:
    return [line for line in server.log.read_text().splitlines() if line.startswith("ERROR")]


def next_worker(server: Server) -> int:
    """Kill a worker, and tell the id of the one that takes its place as soon as there is one."""
    server.wait_until(lambda: len(server.workers()) == WORKERS)
    before = server.workers()
    os.kill(min(before), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not (new := server.workers() - before):
        assert time.monotonic() < deadline
    return new.pop()


def test_a_database_that_never_answers_is_told_in_time(folder: Path, mute_port: int) -> None:
    mute = f"postgres://user:hunter2@127.0.0.1:{mute_port}/latchkey"
    with running_server(folder, DATABASE_URL=mute, WEB_CONCURRENCY="1") as server:
        assert get(server, "/api/health/live")[0] == 200
        started = time.monotonic()
        status, body = get(server, "/api/health/ready")
        assert time.monotonic() - started < 4
        assert status == 503
        assert body["failed"] == ["database", "migrations"]
        assert "hunter2" not in server.log.read_text()


def test_a_lost_redis_takes_no_server_out_of_the_balance(folder: Path, mute_port: int) -> None:
    with running_server(folder, REDIS_URL=f"redis://127.0.0.1:{mute_port}/0") as server:
        assert get(server, "/api/health/ready") == (200, {"status": "ok"})


def test_a_database_that_is_away_is_one_line_in_a_log_of_json(folder: Path) -> None:
    away = f"postgres://user:hunter2@127.0.0.1:{free_port()}/latchkey"
    settings = {"DATABASE_URL": away, "LOG_FORMAT": "json", "WEB_CONCURRENCY": "1"}
    with running_server(folder, **settings) as server:
        status, body = get(server, "/api/account/?q=secret", Cookie=f"sessionid={'a' * 32}")
        assert (status, body["type"]) == (503, "server_error")
        send_nonsense(server)
        wait_until_logged(server, "gunicorn.error")
        text = server.log.read_text()
    # Before the static files are collected there is a warning first.
    lines = [json.loads(line) for line in text.splitlines() if "py.warnings" not in line]
    said = [(line["level"], line["logger"], bool(line["request_id"])) for line in lines]
    assert said == [
        ("WARNING", "database.errors", True),
        ("INFO", "request", True),
        ("WARNING", "gunicorn.error", False),
    ]
    assert lines[0]["request_id"] == lines[1]["request_id"]
    assert lines[1]["path"] == "/api/account/"
    assert "hunter2" not in text
    assert "secret" not in text


def send_nonsense(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        connection.recv(1000)


def wait_until_logged(server: Server, words: str) -> None:
    server.wait_until(lambda: words in server.log.read_text())


def test_each_request_is_a_line_for_people(folder: Path) -> None:
    with running_server(folder, LOG_FORMAT="plain") as server:
        get(server, "/api/login-set-cookie/")
        wait_until_logged(server, "login-set-cookie")
        last = server.log.read_text().splitlines()[-1]
        assert re.fullmatch(r"GET /api/login-set-cookie/ 200 \d+ms", last)
