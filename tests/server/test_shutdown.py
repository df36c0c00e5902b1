"""Graceful shutdown: pending responses are completed."""

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection

import pytest

from tests.http_client import HOST, request
from tests.server.conftest import StartServer
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION
from tests.server.stub_api import StubApi, json_response


def test_shutdown_completes_responses(api: StubApi, start_server: StartServer) -> None:
    api.respond(ACCOUNT_PATH, replace(json_response(ALICE), delay=1))
    with start_server() as nuxt, ThreadPoolExecutor() as pool:
        page = pool.submit(nuxt.get, "/", cookie=SESSION)
        api.wait_for_request(ACCOUNT_PATH)
        nuxt.process.send_signal(signal.SIGTERM)

        reply = page.result()
        assert reply.status == 200
        assert reply.text.rstrip().endswith("</html>")
        assert reply.header("Connection") == "close"
        assert nuxt.process.wait(timeout=10) == 0
        with pytest.raises(ConnectionRefusedError):
            request(nuxt.port, "/health/live")


def test_shutdown_closes_idle_connections(api: StubApi, start_server: StartServer) -> None:
    with start_server() as nuxt, closing(HTTPConnection(HOST, nuxt.port)) as connection:
        connection.request("GET", "/health/live")
        connection.getresponse().read()
        nuxt.process.send_signal(signal.SIGTERM)

        assert nuxt.process.wait(timeout=5) == 0
