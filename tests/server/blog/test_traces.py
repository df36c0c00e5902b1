"""Traces: one for each page, with its API calls and without secrets."""

import json
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from monitoring.tests.collector import Collector, Span, running_collector
from tests.http_client import free_port
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, POSTS_PATH, SESSION, authenticate
from tests.server.stub_api import Response, StubApi

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
TRACEPARENT = ("traceparent", f"00-{TRACE_ID}-{CALLER}-01")

# Has Node list the modules that it loads.
WATCH_LOADING = "data:text/javascript," + quote(
    "import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) {"
    " if (/opentelemetry|prom-client/.test(name)) console.error('LOADED', name);"
    " return next(name, context) } })"
)


@pytest.fixture(scope="module")
def _collector() -> Iterator[Collector]:
    with running_collector() as collector:
        yield collector


@pytest.fixture(scope="module")
def _traced(start_server: StartServer, _collector: Collector) -> Iterator[NuxtServer]:
    settings = {"NUXT_SESSION_LOG_FORMAT": "json", "NUXT_SESSION_TIMEOUT": "500"}
    with start_server(**settings, **_collector.variables) as server:
        yield server


@pytest.fixture
def traced(_traced: NuxtServer, api: StubApi) -> NuxtServer:
    """A server that exports traces."""
    return _traced


@pytest.fixture
def collector(_collector: Collector) -> Collector:
    """An empty collector."""
    _collector.clear()
    return _collector


def child_spans(collector: Collector, span: Span, number: int) -> list[Span]:
    """The child spans of a span, once there are this many."""
    spans = collector.wait_for(
        lambda spans: len([each for each in spans if each.parent == span.span_id]) >= number
    )
    return [each for each in spans if each.parent == span.span_id]


def traceparent(span: Span) -> str:
    return f"00-{span.trace_id}-{span.span_id}-01"


def test_page_span_has_api_spans(traced: NuxtServer, collector: Collector, api: StubApi) -> None:
    authenticate(api, ALICE)
    already_logged = traced.log.read_text()

    assert traced.get("/posts?search=secret", TRACEPARENT, cookie=SESSION).status == 200

    page = collector.find("GET /posts")
    assert page == Span(
        service="latchkey-web",
        name="GET /posts",
        kind="SERVER",
        trace_id=TRACE_ID,
        span_id=page.span_id,
        parent=CALLER,
        attributes={
            "http.request.method": "GET",
            "url.path": "/posts",
            "http.route": "/posts",
            "http.response.status_code": 200,
        },
        failed=False,
        events=0,
    )
    calls = {str(call.attributes["url.path"]): call for call in child_spans(collector, page, 2)}
    assert calls.keys() == {ACCOUNT_PATH, POSTS_PATH}
    for path, call in calls.items():
        assert call == Span(
            service="latchkey-web",
            name="GET",
            kind="CLIENT",
            trace_id=TRACE_ID,
            span_id=call.span_id,
            parent=page.span_id,
            attributes={
                "http.request.method": "GET",
                "server.address": "127.0.0.1",
                "url.path": path,
                "http.response.status_code": 200,
            },
            failed=False,
            events=0,
        )
        assert api.only_request(path).header("traceparent") == traceparent(call)
    logged = traced.log.read_text().removeprefix(already_logged)
    (line,) = [json.loads(text) for text in logged.splitlines() if TRACE_ID in text]
    assert line["path"] == "/posts"


def test_proxied_request_is_traced(traced: NuxtServer, collector: Collector, api: StubApi) -> None:
    api.respond("/api/posts/", Response())

    traced.get("/api/posts/?search=secret", TRACEPARENT)

    request = collector.find("GET /api/")
    (call,) = child_spans(collector, request, 1)
    assert (request.trace_id, request.parent) == (TRACE_ID, CALLER)
    assert api.only_request("/api/posts/").header("traceparent") == traceparent(call)


@pytest.mark.parametrize("header", ["", "rubbish", f"00-{'0' * 32}-{CALLER}-01"])
def test_missing_trace_is_started(traced: NuxtServer, collector: Collector, header: str) -> None:
    traced.get("/login", ("traceparent", header))

    span = collector.find("GET /login")
    assert (span.parent, len(span.trace_id)) == ("", 32)
    assert span.trace_id in traced.log.read_text()


def test_unsampled_trace_is_not_exported(
    traced: NuxtServer, collector: Collector, api: StubApi
) -> None:
    authenticate(api, ALICE)

    traced.get("/posts", ("traceparent", f"00-{TRACE_ID}-{CALLER}-00"), cookie=SESSION)
    traced.get("/login")

    collector.find("GET /login")
    assert [span.name for span in collector.spans] == ["GET /login"]
    handed_on = api.only_request(POSTS_PATH).header("traceparent") or ""
    assert handed_on.startswith(f"00-{TRACE_ID}-")
    assert handed_on.endswith("-00")


def test_health_checks_are_not_traced(traced: NuxtServer, collector: Collector) -> None:
    assert traced.get("/health/ready").status == 200
    traced.get("/login")

    collector.find("GET /login")
    assert "/health/ready" not in {span.attributes["url.path"] for span in collector.spans}


def test_error_page_belongs_to_its_span(
    traced: NuxtServer, collector: Collector, api: StubApi
) -> None:
    api.respond(ACCOUNT_PATH, Response(close_connection=True))

    assert traced.get("/posts", cookie=SESSION).status == 503

    page = collector.find("GET /posts")
    calls = child_spans(collector, page, 1)
    assert (page.failed, page.attributes["error.type"]) == (True, "503")
    assert [(call.failed, call.attributes["error.type"]) for call in calls] == [(True, "TypeError")]
    assert {span.trace_id for span in collector.spans} == {page.trace_id}


def test_spans_hold_no_secret(traced: NuxtServer, collector: Collector, api: StubApi) -> None:
    authenticate(api, ALICE)
    api.respond("/api/login/", Response(400))
    known = {"session": "5e551075ecret", "token": "70ke75ecret", "query": "9ue2y5ecret"}
    cookie = f"sessionid={known['session']}; csrftoken={known['token']}"
    headers = (("Authorization", known["token"]), ("Referer", f"/?{known['query']}"))

    traced.get(f"/posts?search={known['query']}", *headers, cookie=cookie)
    traced.get(f"/api/posts/?search={known['query']}", *headers, cookie=cookie)

    collector.wait_for(lambda spans: {"GET /posts", "GET /api/"} <= {span.name for span in spans})
    told = b"".join(collector.raw)
    assert [name for name, secret in known.items() if secret.encode() in told] == []
    assert str(ALICE["email"]).encode() not in told


def test_shutdown_exports_spans(start_server: StartServer, collector: Collector) -> None:
    later = {**collector.variables, "OTEL_BSP_SCHEDULE_DELAY": "600000"}
    with start_server(OTEL_SERVICE_NAME="pages", **later) as server:
        server.get("/login")
        assert collector.spans == []
        server.process.terminate()
        assert server.process.wait(10) == 0
    assert [(span.service, span.name) for span in collector.spans] == [("pages", "GET /login")]


def test_sampler_is_a_setting(start_server: StartServer, collector: Collector) -> None:
    with start_server(OTEL_TRACES_SAMPLER="always_off", **collector.variables) as server:
        assert server.get("/login", TRACEPARENT).status == 200
        server.process.terminate()
        assert server.process.wait(10) == 0
    assert collector.raw == []


def test_missing_collector_is_harmless(start_server: StartServer, api: StubApi) -> None:
    settings = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{free_port()}",
        "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20hunter2",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1000",
        "OTEL_BSP_SCHEDULE_DELAY": "50",
        "NUXT_SESSION_LOG_FORMAT": "json",
    }
    with start_server(**settings) as server:
        for _ in range(5):
            assert server.get("/login").status == 200
        wait_until_logged(server, "ECONNREFUSED")
        server.process.terminate()
        assert server.process.wait(15) == 0
        text = server.log.read_text()
    assert "hunter2" not in text
    assert all(json.loads(line) for line in text.splitlines())


def wait_until_logged(server: NuxtServer, words: str) -> None:
    deadline = time.monotonic() + 10
    while words not in server.log.read_text():
        assert time.monotonic() < deadline, server.log.read_text()
        time.sleep(0.05)


def test_disabled_tracing_is_not_loaded(start_server: StartServer, collector: Collector) -> None:
    settings = {"NODE_OPTIONS": f"--import={WATCH_LOADING}"}
    with start_server(**settings) as server:
        assert server.get("/login").status == 200
        assert "LOADED" not in server.log.read_text()
    metrics = {"NUXT_METRICS_PORT": str(free_port())}
    with start_server(**settings, **metrics, **collector.variables) as server:
        assert server.get("/login").status == 200
        words = server.log.read_text()
    assert "LOADED @opentelemetry/sdk-trace-base" in words
    assert "LOADED prom-client" in words
