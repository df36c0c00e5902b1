"""Where the account is known and the rest of the page is not to be had."""

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.responses import (
    ALICE,
    POSTS_PATH,
    SESSION,
    knows,
)
from tests.server.stub_api import Answer, StubApi, refusal
from tests.server.test_identity import assert_unknown, in_html


@pytest.mark.parametrize(
    "answer",
    [refusal(500, "error"), refusal(429, "throttled"), Answer(hang_up=True), in_html(200)],
    ids=["500", "429", "a closed connection", "200 in HTML"],
)
def test_posts_that_cannot_be_had_make_the_page_a_503_too(
    nuxt: NuxtServer, api: StubApi, answer: Answer
) -> None:
    knows(api, ALICE)
    api.on(POSTS_PATH, answer)

    page = nuxt.get("/posts", cookie=SESSION)

    assert_unknown(page)
    assert "Alice Liddell" in page.text
