"""Reason phrases of HTTP/1.1 errors (RFC 9110, section 15)."""

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, SESSION, authenticate
from tests.server.stub_api import Response, StubApi, error_response


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/nowhere", 404, "Not Found"),
        ("/posts/400", 400, "Bad Request"),
        ("/posts/414", 414, "URI Too Long"),
        ("/posts/500", 503, "Service Unavailable"),
    ],
)
def test_failed_page_has_a_reason_phrase(
    nuxt: NuxtServer, api: StubApi, path: str, status: int, reason: str, accept: str
) -> None:
    authenticate(api, ALICE)
    for refused in (400, 414, 500):
        api.respond(f"/api/posts/{refused}/", error_response(refused, "error"))

    response = nuxt.get(path, ("Accept", accept), cookie=SESSION)

    assert (response.status, response.reason) == (status, reason)


def test_unknown_visitor_has_a_reason_phrase(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, error_response(500, "error"))

    page = nuxt.get("/", cookie=SESSION)

    assert (page.status, page.reason) == (503, "Service Unavailable")


def test_failed_proxying_has_a_reason_phrase(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/admin/", Response(close_connection=True))

    response = nuxt.get("/admin/")

    assert (response.status, response.reason) == (503, "Service Unavailable")
