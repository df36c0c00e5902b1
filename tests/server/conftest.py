from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from tests.server.nuxt_server import NuxtServer, running_nuxt_server
from tests.server.responses import PUBLIC_POSTS_PATH, list_response
from tests.server.stub_api import StubApi, running_stub_api

# The Nuxt server's timeout for API calls, in milliseconds: long enough for a busy machine.
API_TIMEOUT = 1500


class StartServer(Protocol):
    """Runs a Nuxt server with these settings in front of the stub API."""

    def __call__(self, **settings: str) -> AbstractContextManager[NuxtServer]: ...


@pytest.fixture(scope="session")
def _api() -> Iterator[StubApi]:
    with running_stub_api() as api:
        yield api


@pytest.fixture
def api(_api: StubApi) -> StubApi:
    """The stub API, without accounts and posts."""
    _api.reset()
    _api.respond(PUBLIC_POSTS_PATH, list_response())
    return _api


@pytest.fixture(scope="session")
def start_server(_api: StubApi, tmp_path_factory: pytest.TempPathFactory) -> StartServer:
    """Starts a server with other settings than `nuxt`."""

    def start(**settings: str) -> AbstractContextManager[NuxtServer]:
        log = tmp_path_factory.mktemp("nuxt") / "log"
        defaults = {
            "NUXT_SESSION_API_URL": _api.origin,
            "NUXT_SESSION_TIMEOUT": str(API_TIMEOUT),
        }
        return running_nuxt_server({**defaults, **settings}, log)

    return start


@pytest.fixture(scope="session")
def _nuxt(start_server: StartServer) -> Iterator[NuxtServer]:
    with start_server() as server:
        yield server


@pytest.fixture
def nuxt(_nuxt: NuxtServer, api: StubApi) -> Iterator[NuxtServer]:
    """The Nuxt server without a proxy; it must survive every test."""
    yield _nuxt
    _nuxt.assert_alive()


@pytest.fixture(scope="session")
def nuxt_behind_proxy(start_server: StartServer) -> Iterator[NuxtServer]:
    """The Nuxt server behind a trusted reverse proxy: any client of this machine."""
    with start_server(NUXT_SESSION_TRUSTED_PROXIES="127.0.0.0/8, ::1") as server:
        yield server
