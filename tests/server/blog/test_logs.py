"""The request log: request ids, timings, and no secrets."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.http_client import HttpResponse
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, POSTS_PATH, SESSION, authenticate
from tests.server.stub_api import ApiRequest, Response, StubApi, json_response

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
NAMED = (
    ("X-Request-ID", "edge-1234_abcd"),
    ("traceparent", f"00-{TRACE_ID}-00f067aa0ba902b7-01"),
)
NEW_REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def _json(start_server: StartServer) -> Iterator[NuxtServer]:
    settings = {
        "NUXT_SESSION_LOG_FORMAT": "json",
        "NUXT_SESSION_TRUSTED_PROXIES": "127.0.0.0/8",
        "NUXT_SESSION_TIMEOUT": "500",
    }
    with start_server(**settings) as server:
        yield server


@pytest.fixture
def json_nuxt(_json: NuxtServer, api: StubApi) -> NuxtServer:
    return _json


def log_lines_of(server: NuxtServer, reply: HttpResponse) -> list[dict[str, Any]]:
    """The log lines with the id of this response, when they are complete."""
    deadline = time.monotonic() + 10
    while True:
        lines = [json.loads(line) for line in server.log.read_text().splitlines()]
        about = [line for line in lines if line["request_id"] == reply.header("X-Request-ID")]
        if any("milliseconds" in line for line in about):
            return about
        assert time.monotonic() < deadline, lines
        time.sleep(0.02)


def test_page_is_logged_without_query(json_nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)

    forwarded = ("X-Forwarded-For", "203.0.113.9, 127.0.0.2")
    page = json_nuxt.get("/posts?search=topsecret", *NAMED, forwarded, cookie=SESSION)

    assert page.status == 200
    assert page.header("X-Request-ID") == "edge-1234_abcd"
    (line,) = log_lines_of(json_nuxt, page)
    milliseconds = line.pop("milliseconds")
    assert re.fullmatch(r"[\d-]{10}T[\d:.]+Z", line.pop("time"))
    assert line == {
        "level": "INFO",
        "message": f"GET /posts 200 {milliseconds}ms",
        "request_id": "edge-1234_abcd",
        "trace_id": TRACE_ID,
        "method": "GET",
        "path": "/posts",
        "status": 200,
        "address": "203.0.113.9",
    }
    text = json_nuxt.log.read_text()
    assert "topsecret" not in text
    assert SESSION.partition("=")[2] not in text


@pytest.mark.parametrize(
    ("target", "status"),
    [("/login", 200), ("/about", 200), ("/account", 200), ("/nothing", 404), ("/favicon.svg", 200)],
)
def test_request_id_is_logged(json_nuxt: NuxtServer, target: str, status: int) -> None:
    reply = json_nuxt.get(target)

    assert reply.status == status
    assert NEW_REQUEST_ID.fullmatch(reply.header("X-Request-ID") or "")
    (line,) = log_lines_of(json_nuxt, reply)
    assert (line["path"], line["status"]) == (target, status)


def test_proxied_response_has_one_request_id(json_nuxt: NuxtServer, api: StubApi) -> None:
    def echo(received: ApiRequest) -> Response:
        return Response(headers=(("X-Request-ID", received.header("X-Request-ID") or ""),))

    api.respond("/api/posts/", echo)

    reply = json_nuxt.get("/api/posts/")

    assert reply.header("X-Request-ID") == api.only_request("/api/posts/").header("X-Request-ID")
    (line,) = log_lines_of(json_nuxt, reply)
    assert line["path"] == "/api/posts/"


def test_server_timing_names_the_api(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)
    api.respond(ACCOUNT_PATH, Response(200, json.dumps(ALICE).encode(), delay=0.1))

    for path in ("/posts", "/nothing"):
        timing = nuxt.get(path, cookie=SESSION).header("Server-Timing") or ""
        match = re.fullmatch(r"page;dur=(\d+), api;dur=(\d+)", timing)
        assert match, timing
        assert int(match[1]) >= int(match[2]) >= 99


def test_cached_page_has_no_server_timing(nuxt: NuxtServer) -> None:
    assert nuxt.get("/about").header("Server-Timing") is None


def test_outage_is_one_log_line(json_nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, Response(close_connection=True))

    page = json_nuxt.get("/posts?search=topsecret", cookie=SESSION)

    assert page.status == 503
    error, line = log_lines_of(json_nuxt, page)
    assert (error["level"], error["path"], error["status"]) == ("ERROR", "/posts", 503)
    assert error["reason"]
    assert line["status"] == 503
    assert "topsecret" not in json_nuxt.log.read_text()


def test_render_error_is_one_log_line(json_nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)
    api.respond(POSTS_PATH, json_response({"count": 1, "results": [None]}))

    page = json_nuxt.get("/posts?search=topsecret", cookie=SESSION)

    assert page.status == 500
    errors = [line for line in log_lines_of(json_nuxt, page) if line["level"] == "ERROR"]
    (error,) = errors
    assert error["status"] == 500
    assert "\n" in error["stack"]
    assert "topsecret" not in json_nuxt.log.read_text()


def test_text_format_is_readable(start_server: StartServer, api: StubApi) -> None:
    with start_server() as server:
        server.get("/login")
        words = server.log.read_text()
    assert re.fullmatch(r"Listening on http://127\.0\.0\.1:\d+\n", words)
