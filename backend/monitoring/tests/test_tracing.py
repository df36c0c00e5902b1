"""The spans that a running server exports, and what they must not contain."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gunicorn_server.tests.running_server import Server, running_server
from monitoring.tests.collector import Collector, Span, running_collector
from monitoring.trace_exporter import create_provider

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE_ID}-{CALLER}-01"


@pytest.fixture(scope="module")
def shared_collector() -> Iterator[Collector]:
    with running_collector() as collector:
        yield collector


@pytest.fixture(scope="module")
def server(
    shared_collector: Collector, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("tracing")
    with running_server(folder, LOG_FORMAT="json", **shared_collector.variables) as server:
        yield server


@pytest.fixture
def collector(shared_collector: Collector) -> Collector:
    """Without the spans of other tests."""
    shared_collector.clear()
    return shared_collector


def send(server: Server, path: str, body: object = None, **headers: str) -> int:
    """Send a GET, or a POST if there is a body, and return the status."""
    with server.connect() as client:
        text = None if body is None else json.dumps(body)
        client.request("GET" if body is None else "POST", path, text, headers)
        with client.getresponse() as response:
            response.read()
            return response.status


def request_lines(server: Server) -> list[dict[str, Any]]:
    lines = server.log.read_text().splitlines()
    return [json.loads(line) for line in lines if '"logger": "request"' in line]


def test_request_span(server: Server, collector: Collector) -> None:
    """It belongs to the caller's trace, has the queries as children, and its id is in the log."""
    cookie = f"sessionid={secrets.token_hex(16)}"
    status = send(server, "/api/account/?search=secret", traceparent=TRACEPARENT, Cookie=cookie)
    assert status == 403
    span = collector.find("GET /api/account/")
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
    [query] = [each for each in collector.spans if each.parent == span.span_id]
    assert (query.name, query.trace_id, query.kind) == ("SELECT", TRACE_ID, "CLIENT")
    assert query.attributes.keys() == {"db.system.name", "db.query.text"}
    assert request_lines(server)[-1]["trace_id"] == TRACE_ID


def test_new_trace(server: Server, collector: Collector) -> None:
    """A missing or malformed traceparent starts a new trace; its id is in the log."""
    for traceparent in ("", "rubbish", f"00-{'0' * 32}-{CALLER}-01"):
        collector.clear()
        assert send(server, "/api/nothing", traceparent=traceparent) == 404
        span = collector.find("GET _OTHER")
        assert span.parent == ""
        assert request_lines(server)[-1]["trace_id"] == span.trace_id


def test_unsampled_trace(server: Server, collector: Collector) -> None:
    """The caller's decision not to sample counts."""
    send(server, "/api/account/", traceparent=TRACEPARENT.removesuffix("1") + "0")
    send(server, "/api/nothing")
    collector.find("GET _OTHER")
    assert [span.name for span in collector.spans] == ["GET _OTHER"]
    assert request_lines(server)[-2]["trace_id"] == TRACE_ID


def test_health_checks_are_not_traced(server: Server, collector: Collector) -> None:
    for path in ("/api/health/live", "/api/health/ready"):
        assert send(server, path) == 200
    send(server, "/api/nothing")
    collector.find("GET _OTHER")
    assert {span.name for span in collector.spans if not span.parent} == {"GET _OTHER"}
    assert "SELECT 1" not in {span.attributes.get("db.query.text") for span in collector.spans}


def test_no_secrets(server: Server, collector: Collector) -> None:
    values = {
        "session": secrets.token_hex(16),
        "token": secrets.token_hex(16),
        "password": secrets.token_hex(16),
        "query": secrets.token_hex(16),
        "address": f"{secrets.token_hex(8)}@example.com",
    }
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"sessionid={values['session']}; csrftoken={values['token']}",
        "X-CSRFToken": values["token"],
        "Authorization": f"Bearer {values['token']}",
    }
    body = {"email": values["address"], "password": values["password"]}
    assert send(server, f"/api/login/?q={values['query']}", body, **headers) == 400
    collector.find("POST /api/login/")
    exported = b"".join(collector.raw)
    # The query for the e-mail address is exported, without the address.
    assert b"accounts_user" in exported
    assert [name for name, value in values.items() if value.encode() in exported] == []


def test_failed_request(tmp_path: Path, django_db_setup: None, collector: Collector) -> None:
    """In a database without tables. The spans are exported at exit, under the chosen name."""
    variables = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "OTEL_SERVICE_NAME": "blog",
        **collector.variables,
        "OTEL_BSP_SCHEDULE_DELAY": "600000",
    }
    with running_server(tmp_path, **variables) as server:
        assert send(server, "/api/account/", Cookie=f"sessionid={secrets.token_hex(16)}") == 500
        assert collector.spans == []
    span = collector.find("GET /api/account/")
    assert span.service == "blog"
    assert (span.failed, span.events, span.attributes["error.type"]) == (True, 0, "500")
    [query] = [each for each in collector.spans if each.parent == span.span_id]
    assert (query.failed, query.events) == (True, 0)
    assert query.attributes["error.type"] == "OperationalError"
    assert b"no such table" not in b"".join(collector.raw)


def test_sampler(monkeypatch: pytest.MonkeyPatch) -> None:
    """OTEL_TRACES_SAMPLER chooses it."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    assert create_provider().sampler.get_description() == "AlwaysOffSampler"
