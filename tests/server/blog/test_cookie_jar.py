"""The cookie jar between the API calls of one request."""

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.responses import (
    ACCOUNT_PATH,
    ALICE,
    CLEARED_SESSION,
    EXPIRED_SESSION,
    POSTS_PATH,
    SESSION,
    authenticate,
    posts_response,
)
from tests.server.stub_api import StubApi, error_response, json_response

NEW_TOKEN = "csrftoken=new; Path=/; SameSite=Lax"
NEW_SESSION = "sessionid=rotated; HttpOnly; Path=/; SameSite=Lax"


def test_cookie_is_used_by_the_next_call(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE, NEW_SESSION, NEW_TOKEN)

    nuxt.get("/posts", cookie=f"{SESSION}; theme=dark; csrftoken=old")

    assert api.only_request(ACCOUNT_PATH).cookies == [SESSION, "theme=dark", "csrftoken=old"]
    assert sorted(api.only_request(POSTS_PATH).cookies) == [
        "csrftoken=new",
        "sessionid=rotated",
        "theme=dark",
    ]


def test_cookie_of_an_error_reaches_the_browser(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE, NEW_SESSION)
    api.respond("/api/posts/7/", error_response(503, "error").with_cookies(NEW_TOKEN))

    page = nuxt.get("/posts/7", cookie=SESSION)

    assert page.status == 503
    assert page.set_cookies == [NEW_SESSION, NEW_TOKEN]


def test_login_redirect_clears_the_cookie(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, EXPIRED_SESSION)

    page = nuxt.get("/posts", cookie=SESSION)

    assert page.status == 302
    assert page.set_cookies == [CLEARED_SESSION]


def test_replaced_cookie_is_sent_once(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE, NEW_TOKEN, "a=1; Path=/")
    latest = NEW_TOKEN.replace("new", "newest")
    api.respond(POSTS_PATH, posts_response().with_cookies(latest))

    assert nuxt.get("/posts", cookie=SESSION).set_cookies == ["a=1; Path=/", latest]


def test_cookie_of_another_path_is_not_sent(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE, "admin=1; Path=/admin", "api=1; Path=/api", "apifoo=1; Path=/apifoo")

    nuxt.get("/posts", cookie=SESSION)

    assert api.only_request(POSTS_PATH).cookies == [SESSION, "api=1"]


@pytest.mark.parametrize(
    "expired",
    [
        "csrftoken=; Max-Age=0; Path=/",
        "csrftoken=x; Max-Age=-1; Path=/",
        "csrftoken=x; expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
        "csrftoken=x; expires=Fri, 31 Dec 2100 23:59:59 GMT; Max-Age=0; Path=/",
    ],
)
def test_expired_cookie_is_cleared(nuxt: NuxtServer, api: StubApi, expired: str) -> None:
    authenticate(api, ALICE, expired)

    page = nuxt.get("/posts", cookie=f"{SESSION}; csrftoken=old")

    assert api.only_request(POSTS_PATH).cookies == [SESSION]
    assert page.set_cookies == [expired]


def test_cookie_value_is_unchanged(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, json_response(ALICE).with_cookies('a="x=%2C=y"; Path=/'))
    api.respond(POSTS_PATH, posts_response())

    nuxt.get("/posts", cookie=SESSION)

    assert api.only_request(POSTS_PATH).cookies == [SESSION, 'a="x=%2C=y"']
