"""The health endpoint of the Nuxt server."""

import json
import time
from typing import Any

import pytest

from tests.http_client import request
from tests.server.conftest import StartServer
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import SESSION
from tests.server.stub_api import Response, StubApi


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_liveness_ignores_the_api(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    api.reset()
    api.respond("/api/account/", Response(status=500))

    reply = nuxt.get(path, cookie=SESSION)

    assert (reply.status, reply.text.replace(" ", "").replace("\n", "")) == (200, '{"status":"ok"}')
    assert reply.header("Cache-Control") == "no-store"
    assert reply.set_cookies == []
    assert api.received == []


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_read_only(nuxt: NuxtServer, path: str) -> None:
    assert request(nuxt.port, path, method="HEAD").status == 200
    assert request(nuxt.port, path, method="POST").status == 405


def test_health_checks_are_not_logged(start_server: StartServer) -> None:
    with start_server(NUXT_SESSION_LOG_FORMAT="json") as server:
        assert server.get("/health/live").status == 200
        assert server.get("/health/ready").status == 200
        assert request(server.port, "/health/live", method="POST").status == 405
        # In the order of their responses.
        assert server.get("/about").status == 200

        paths = [(line["path"], line["status"]) for line in logged(server)]

    assert paths == [("/health/live", 405), ("/about", 200)]


def logged(server: NuxtServer) -> list[dict[str, Any]]:
    """The log lines about requests, up to the last one."""
    deadline = time.monotonic() + 10
    while "/about" not in server.log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    return [line for line in lines if "milliseconds" in line]
