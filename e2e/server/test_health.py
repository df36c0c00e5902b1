"""The server tells whether it is well, and asks nobody for it."""

import pytest

from e2e.server.answers import SESSION
from e2e.server.nuxt_server import NuxtServer
from e2e.server.stub_api import Answer, StubApi
from e2e.server.wire import request


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_it_is_well_even_when_the_api_is_not(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    api.forget()
    api.on("/api/account/", Answer(status=500))

    reply = nuxt.get(path, cookie=SESSION)

    assert (reply.status, reply.text.replace(" ", "").replace("\n", "")) == (200, '{"status":"ok"}')
    assert reply.header("Cache-Control") == "no-store"
    assert reply.set_cookies == []
    assert api.asked == []


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_only_reading_is_answered(nuxt: NuxtServer, path: str) -> None:
    assert request(nuxt.port, path, method="HEAD").status == 200
    assert request(nuxt.port, path, method="POST").status == 405
