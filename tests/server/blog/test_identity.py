"""A known account, but failed posts."""

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.responses import (
    ALICE,
    POSTS_PATH,
    SESSION,
    authenticate,
)
from tests.server.stub_api import Response, StubApi, error_response
from tests.server.test_identity import assert_unknown, in_html


@pytest.mark.parametrize(
    "response",
    [
        error_response(500, "error"),
        error_response(429, "throttled"),
        Response(close_connection=True),
        in_html(200),
    ],
    ids=["500", "429", "a closed connection", "200 in HTML"],
)
def test_failed_posts_make_the_page_503(nuxt: NuxtServer, api: StubApi, response: Response) -> None:
    authenticate(api, ALICE)
    api.respond(POSTS_PATH, response)

    page = nuxt.get("/posts", cookie=SESSION)

    assert_unknown(page)
    assert "Alice Liddell" in page.text
