"""Cache headers: personal responses are private, shared ones hold no identity."""

import re

import pytest

from tests.http_client import HttpResponse
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import ACCOUNT_PATH, ALICE, BOB, EXPIRED_SESSION, SESSION, authenticate
from tests.server.stub_api import Response, StubApi, error_response


def assert_private(page: HttpResponse) -> None:
    assert page.header("Cache-Control") == "private, no-store"
    varies = [name.strip() for value in page.all("Vary") for name in value.split(",")]
    assert "Cookie" in varies


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/posts", 200),
        ("/login", 302),
        ("/nowhere", 404),
        ("/posts/404", 404),
        ("/posts/503", 503),
    ],
)
def test_members_responses_are_private(
    nuxt: NuxtServer, api: StubApi, path: str, status: int
) -> None:
    authenticate(api, ALICE)
    api.respond("/api/posts/404/", error_response(404, "not_found"))
    api.respond("/api/posts/503/", error_response(500, "error"))

    page = nuxt.get(path, cookie=SESSION)

    assert page.status == status
    assert_private(page)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/login", 200),
        ("/nowhere", 404),
        ("/posts", 302),
    ],
)
@pytest.mark.parametrize("cookie", [None, SESSION], ids=["no cookie", "a stale cookie"])
def test_anonymous_responses_are_private(
    nuxt: NuxtServer, api: StubApi, path: str, status: int, cookie: str | None
) -> None:
    api.respond(ACCOUNT_PATH, EXPIRED_SESSION)

    page = nuxt.get(path, cookie=cookie)

    assert page.status == status
    assert_private(page)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/login",
        "/nowhere",
        "/posts",
    ],
)
@pytest.mark.parametrize(
    "response",
    [error_response(500, "error"), Response(close_connection=True)],
    ids=["500", "a closed connection"],
)
def test_unknown_responses_are_private(
    nuxt: NuxtServer, api: StubApi, path: str, response: Response
) -> None:
    api.respond(ACCOUNT_PATH, response)

    page = nuxt.get(path, cookie=SESSION)

    assert page.status == 503
    assert_private(page)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/posts/404", 404),
        ("/posts/503", 503),
        ("/posts/_payload.json", 404),
    ],
)
@pytest.mark.parametrize("cookie", [None, SESSION], ids=["anonymous", "a member"])
def test_json_errors_are_private(
    nuxt: NuxtServer, api: StubApi, path: str, status: int, cookie: str | None
) -> None:
    authenticate(api, ALICE)
    api.respond("/api/posts/404/", error_response(404, "not_found"))
    api.respond("/api/posts/503/", error_response(500, "error"))

    response = nuxt.get(path, ("Accept", "application/json"), cookie=cookie)

    assert response.status == status
    assert response.header("Content-Type") == "application/json"
    assert "Alice" not in response.text
    assert_private(response)


@pytest.mark.parametrize("path", ["/about", "/account"])
def test_prerendered_page_is_the_same_for_all(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    pages = [nuxt.get(path)]
    for account in (ALICE, BOB):
        authenticate(api, account)
        pages.append(nuxt.get(path, cookie=SESSION))
    api.respond(ACCOUNT_PATH, error_response(500, "error"))
    pages.append(nuxt.get(path, cookie=SESSION))

    assert {page.status for page in pages} == {200}
    assert len({page.body for page in pages}) == 1
    assert [page.set_cookies for page in pages] == [[]] * 4
    assert "Alice" not in pages[0].text
    assert api.received == []


def test_files_ask_for_no_account(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)
    scripts = re.findall(r"/_nuxt/[\w-]+\.js", nuxt.get("/about").text)
    assert scripts

    for path in ("/favicon.svg", *scripts):
        assert nuxt.get(path, cookie=SESSION).status == 200
    assert api.received == []


@pytest.mark.parametrize(
    "path",
    [
        "/_payload.json",
        "/posts/_payload.json",
    ],
)
def test_payload_cannot_be_fetched_alone(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    authenticate(api, ALICE)

    page = nuxt.get(path, cookie=SESSION)

    assert page.status == 404
    assert "Alice" not in page.text
    assert "The lamp over the door" not in page.text
