"""gunicorn with a database that never responds, and a log in JSON."""

import json
import socket
import time
from collections.abc import Iterator

import pytest

from gunicorn_server.tests.running_server import Server, running_server
from gunicorn_server.tests.test_gunicorn import get

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        url = f"postgres://user:hunter2@127.0.0.1:{port}/latchkey?connect_timeout=2"
        variables = {"DATABASE_URL": url, "LOG_FORMAT": "json", "WEB_CONCURRENCY": "1"}
        with running_server(tmp_path_factory.mktemp("gunicorn"), **variables) as server:
            yield server


def test_log_lines(server: Server) -> None:
    """One line each for the error, the request and a malformed request."""
    status, body = get(server, "/api/account/?q=secret", Cookie=f"sessionid={'a' * 32}")
    assert (status, body["type"]) == (503, "server_error")
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"nonsense\r\n\r\n")
        client.recv(1000)
    server.wait_until(lambda: "gunicorn.error" in server.log.read_text())
    text = server.log.read_text()
    # Python warns if the static files have not been collected.
    lines = [json.loads(line) for line in text.splitlines() if "py.warnings" not in line]
    assert [(line["level"], line["logger"], bool(line["request_id"])) for line in lines] == [
        ("WARNING", "database.errors", True),
        ("INFO", "request", True),
        ("WARNING", "gunicorn.error", False),
    ]
    assert lines[0]["request_id"] == lines[1]["request_id"]
    assert lines[1]["path"] == "/api/account/"
    assert "secret" not in text


def test_health(server: Server) -> None:
    """It is alive, and says in time that it is not ready."""
    assert get(server, "/api/health/live")[0] == 200
    start = time.monotonic()
    status, body = get(server, "/api/health/ready")
    assert time.monotonic() - start < 4
    assert (status, body["failed"]) == (503, ["database", "migrations"])
    assert "hunter2" not in server.log.read_text()
