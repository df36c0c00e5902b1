"""What gunicorn tells a collector of traces, and what it never tells."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gunicorn_server.tests.running_server import BACKEND, Server, free_port, running_server
from monitoring.tests.collector import Collector, Span, running_collector

pytestmark = pytest.mark.django_db(transaction=True)

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE_ID}-{CALLER}-01"


@pytest.fixture
def folder(tmp_path: Path, django_db_setup: None) -> Path:
    return tmp_path


@pytest.fixture(scope="module")
def _collector() -> Iterator[Collector]:
    with running_collector() as collector:
        yield collector


@pytest.fixture(scope="module")
def server(
    _collector: Collector, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("tracing")
    with running_server(folder, LOG_FORMAT="json", **_collector.settings) as server:
        yield server


@pytest.fixture
def collector(_collector: Collector) -> Collector:
    """With nothing in it yet."""
    _collector.forget()
    return _collector


def ask(server: Server, path: str, body: object = None, **headers: str) -> int:
    with server.connect() as client:
        text = None if body is None else json.dumps(body)
        client.request("GET" if body is None else "POST", path, text, headers)
        with client.getresponse() as response:
            response.read()
            return response.status


def lines_of(server: Server) -> list[dict[str, Any]]:
    lines = server.log.read_text().splitlines()
    return [json.loads(line) for line in lines if '"logger": "request"' in line]


def test_a_request_is_a_span_of_the_callers_trace_with_its_queries_below(
    server: Server, collector: Collector
) -> None:
    cookie = f"sessionid={secrets.token_hex(16)}"
    status = ask(server, "/api/account/?search=secret", traceparent=TRACEPARENT, Cookie=cookie)
    assert status == 403
    span = collector.one("GET /api/account/")
    assert span == Span(
        service="latchkey-api",
        name="GET /api/account/",
        kind="SERVER",
        trace_id=TRACE_ID,
        span_id=span.span_id,
        parent=CALLER,
        attributes={
            "http.request.method": "GET",
            "url.path": "/api/account/",
            "http.route": "/api/account/",
            "http.response.status_code": 403,
        },
        failed=False,
        events=0,
    )
    queries = [each for each in collector.spans if each.parent == span.span_id]
    assert [query.name for query in queries] == ["SELECT"]
    for query in queries:
        assert (query.trace_id, query.kind) == (TRACE_ID, "CLIENT")
        assert query.attributes.keys() == {"db.system.name", "db.query.text"}
    assert lines_of(server)[-1]["trace_id"] == TRACE_ID


@pytest.mark.parametrize("traceparent", ["", "rubbish", f"00-{'0' * 32}-{CALLER}-01"])
def test_a_caller_without_a_trace_gets_one_and_the_log_says_which(
    server: Server, collector: Collector, traceparent: str
) -> None:
    assert ask(server, "/api/nothing", traceparent=traceparent) == 404
    span = collector.one("GET _OTHER")
    assert span.parent == ""
    assert lines_of(server)[-1]["trace_id"] == span.trace_id


def test_what_the_caller_does_not_trace_is_not_told(server: Server, collector: Collector) -> None:
    ask(server, "/api/account/", traceparent=TRACEPARENT.removesuffix("1") + "0")
    ask(server, "/api/nothing")
    collector.one("GET _OTHER")
    assert [span.name for span in collector.spans] == ["GET _OTHER"]
    assert lines_of(server)[-2]["trace_id"] == TRACE_ID


def test_that_all_is_well_is_not_told(server: Server, collector: Collector) -> None:
    for path in ("/api/health/live", "/api/health/ready"):
        assert ask(server, path) == 200
    ask(server, "/api/nothing")
    collector.one("GET _OTHER")
    assert {span.name for span in collector.spans if not span.parent} == {"GET _OTHER"}
    assert "SELECT 1" not in {span.attributes.get("db.query.text") for span in collector.spans}


def test_no_span_says_a_secret(server: Server, collector: Collector) -> None:
    known = {
        "session": secrets.token_hex(16),
        "token": secrets.token_hex(16),
        "password": secrets.token_hex(16),
        "query": secrets.token_hex(16),
        "address": f"{secrets.token_hex(8)}@example.com",
    }
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"sessionid={known['session']}; csrftoken={known['token']}",
        "X-CSRFToken": known["token"],
        "Authorization": f"Bearer {known['token']}",
    }
    log_in = {"email": known["address"], "password": known["password"]}
    assert ask(server, f"/api/login/?q={known['query']}", log_in, **headers) == 400
    collector.one("POST /api/login/")
    told = b"".join(collector.raw)
    # What was looked for are values of queries that are told.
    assert b"accounts_user" in told
    assert [name for name, secret in known.items() if secret.encode() in told] == []


def test_a_request_that_fails_is_told_without_its_words(folder: Path, collector: Collector) -> None:
    """The database is empty: its first table is missed."""
    settings = {"DATABASE_URL": f"sqlite:///{folder / 'empty.sqlite3'}", **collector.settings}
    with running_server(folder, **settings) as server:
        assert ask(server, "/api/account/", Cookie=f"sessionid={secrets.token_hex(16)}") == 500
        span = collector.one("GET /api/account/")
    assert (span.failed, span.events, span.attributes["error.type"]) == (True, 0, "500")
    (query,) = [each for each in collector.spans if each.parent == span.span_id]
    assert (query.failed, query.events) == (True, 0)
    assert query.attributes["error.type"] == "OperationalError"
    assert b"no such table" not in b"".join(collector.raw)


def test_the_environment_names_the_service_and_what_is_left_is_sent_at_the_end(
    folder: Path, collector: Collector
) -> None:
    later = {**collector.settings, "OTEL_BSP_SCHEDULE_DELAY": "600000"}
    with running_server(folder, OTEL_SERVICE_NAME="blog", **later) as server:
        ask(server, "/api/nothing")
        assert collector.spans == []
    assert {span.service for span in collector.spans} == {"blog"}


def test_the_sampler_is_the_one_that_the_environment_names(
    folder: Path, collector: Collector
) -> None:
    settings = {"OTEL_TRACES_SAMPLER": "always_off", **collector.settings}
    with running_server(folder, **settings) as server:
        assert ask(server, "/api/nothing", traceparent=TRACEPARENT) == 404
    assert collector.raw == []


def test_a_collector_that_is_away_hinders_nobody(folder: Path) -> None:
    settings = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{free_port()}",
        "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20hunter2",
        "OTEL_BSP_SCHEDULE_DELAY": "50",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
    }
    with running_server(folder, **settings) as server:
        for _ in range(10):
            assert ask(server, "/api/nothing") == 404
    assert server.process.returncode == 0
    assert "hunter2" not in server.log.read_text()


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"},
    ],
)
def test_off_means_that_nothing_of_it_is_loaded(settings: dict[str, str]) -> None:
    program = "import sys, config.wsgi; print(*sys.modules)"
    result = subprocess.run(  # noqa: S603 (it is ours)
        [sys.executable, "-c", program],
        cwd=BACKEND,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in result.stdout.split()}
    assert "rest_framework" in loaded
    # `requests`, which the exporter needs, is not among them: DRF imports it where it finds it.
    assert loaded & {"opentelemetry", "prometheus_client", "google", "observability"} == set()
