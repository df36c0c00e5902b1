"""Invalid settings end the process at once; API calls time out."""

import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.http_client import free_port
from tests.server.conftest import API_TIMEOUT, StartServer
from tests.server.nuxt_server import NuxtServer, start
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION, authenticate
from tests.server.stub_api import Response, StubApi, json_response

# Allowed time besides the waiting, in seconds.
MARGIN = 1.5


def run_until_exit(log: Path, **settings: str) -> tuple[int, str]:
    """Start a server that should exit by itself; returns its exit code and output."""
    with log.open("wb") as output:
        process = start(settings, free_port(), output)
        try:
            code = process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            pytest.fail(f"The server runs with {settings}:\n{log.read_text()}")
    return code, log.read_text()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("NUXT_SESSION_API_URL", ""),
        ("NUXT_SESSION_API_URL", "not an address"),
        ("NUXT_SESSION_API_URL", "127.0.0.1:8000"),
        ("NUXT_SESSION_API_URL", "ftp://127.0.0.1"),
        ("NUXT_SESSION_API_URL", "http://127.0.0.1:8000/api"),
        ("NUXT_SESSION_API_URL", "http://user:secret@127.0.0.1:8000"),
        ("NUXT_PUBLIC_SESSION_API_URL", "api.example.com"),
        ("NUXT_PUBLIC_SESSION_API_URL", "https://api.example.com/v1"),
        ("NUXT_PUBLIC_SESSION_API_URL", "//api.example.com"),
        ("NUXT_PUBLIC_SESSION_COOKIE_PREFIX", "__host-"),
        ("NUXT_PUBLIC_SESSION_SESSION_COOKIE", "session id"),
        ("NUXT_PUBLIC_SESSION_CSRF_COOKIE", "csrf;token"),
        ("NUXT_SESSION_FRONTEND_ORIGIN", "blog.example.com"),
        ("NUXT_SESSION_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("NUXT_SESSION_TRUSTED_PROXIES", "proxy.internal"),
        ("NUXT_SESSION_TRUSTED_PROXIES", "10.0.0.0/"),
        ("NUXT_SESSION_TRUSTED_PROXIES", "10.0.0.0/8/8"),
        ("NUXT_SESSION_TRUSTED_PROXIES", "10.0.0.0/-8"),
        ("NUXT_SESSION_TRUSTED_PROXIES", "10"),
        ("NUXT_SESSION_TRUSTED_PROXIES", "*"),
        ("NUXT_SESSION_TIMEOUT", "soon"),
        ("NUXT_SESSION_TIMEOUT", "0"),
        ("NUXT_SESSION_TIMEOUT", "-1"),
        ("NUXT_SESSION_LOG_FORMAT", "xml"),
        ("NUXT_SESSION_LOG_FORMAT", "JSON"),
        ("NUXT_METRICS_PORT", "on"),
        ("NUXT_METRICS_PORT", "65536"),
        ("NUXT_METRICS_HOST", "everywhere"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_SDK_DISABLED", "maybe"),
    ],
)
def test_bad_setting_ends_the_process(setting: str, value: str, tmp_path: Path) -> None:
    code, words = run_until_exit(tmp_path / "log", **{setting: value})

    assert code != 0
    assert any(setting in line and value in line for line in words.splitlines()), words


def test_taken_metrics_port_is_named(nuxt: NuxtServer, tmp_path: Path) -> None:
    code, words = run_until_exit(tmp_path / "log", NUXT_METRICS_PORT=str(nuxt.port))

    assert code == 1
    assert f"NUXT_METRICS_PORT: cannot listen on 127.0.0.1:{nuxt.port}" in words


def test_bad_network_is_named(tmp_path: Path) -> None:
    code, words = run_until_exit(
        tmp_path / "log", NUXT_SESSION_TRUSTED_PROXIES="10.0.0.0/8, proxy.internal"
    )

    assert code != 0
    assert 'NUXT_SESSION_TRUSTED_PROXIES: "proxy.internal"' in words


def test_all_bad_urls_are_named(tmp_path: Path) -> None:
    code, words = run_until_exit(
        tmp_path / "log", NUXT_SESSION_API_URL="api:8000", NUXT_PUBLIC_SESSION_API_URL="api"
    )

    assert code != 0
    assert 'NUXT_SESSION_API_URL is "api:8000"' in words
    assert 'NUXT_PUBLIC_SESSION_API_URL is "api"' in words


def test_trailing_slash_in_api_url(api: StubApi, start_server: StartServer) -> None:
    authenticate(api, ALICE)
    with start_server(NUXT_SESSION_API_URL=f"{api.origin}/") as nuxt:
        page = nuxt.get("/", cookie=SESSION)

    assert page.status == 200
    api.only_request(ACCOUNT_PATH)


@pytest.mark.parametrize(
    "account",
    [
        pytest.param(Response(delay=15), id="no word"),
        pytest.param(Response(body=b"{}", pause=15), id="headers, but never the account"),
    ],
)
def test_hanging_api_times_out(nuxt: NuxtServer, api: StubApi, account: Response) -> None:
    api.respond(ACCOUNT_PATH, account)

    started = time.monotonic()
    page = nuxt.get("/", cookie=SESSION)
    taken = time.monotonic() - started

    assert page.status == 503
    assert API_TIMEOUT / 1000 <= taken < API_TIMEOUT / 1000 + MARGIN


def test_slow_api_is_awaited(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, replace(json_response(ALICE), delay=API_TIMEOUT / 3000))

    assert nuxt.get("/", cookie=SESSION).status == 200
