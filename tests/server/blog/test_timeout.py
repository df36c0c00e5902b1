"""The timeout for the API calls of a page."""

import time
from dataclasses import replace

from tests.server.conftest import API_TIMEOUT
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ALICE, POSTS_PATH, SESSION, authenticate, posts_response
from tests.server.stub_api import Response, StubApi
from tests.server.test_settings_at_start import MARGIN


def test_hanging_posts_time_out(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)
    api.respond(POSTS_PATH, Response(delay=15))

    started = time.monotonic()
    page = nuxt.get("/posts", cookie=SESSION)
    taken = time.monotonic() - started

    assert page.status == 503
    assert API_TIMEOUT / 1000 <= taken < API_TIMEOUT / 1000 + MARGIN


def test_slow_posts_are_awaited(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)
    api.respond(POSTS_PATH, replace(posts_response(), delay=API_TIMEOUT / 3000))

    assert nuxt.get("/posts", cookie=SESSION).status == 200
