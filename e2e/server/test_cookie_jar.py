"""Guarantee 3: a cookie that the API sets serves the same render and reaches the browser."""

from dataclasses import dataclass

import pytest

from e2e.server.answers import (
    ACCOUNT_PATH,
    ALICE,
    CLEARED_SESSION,
    POSTS_PATH,
    SESSION,
    STALE_SESSION,
    knows,
    posts_answer,
)
from e2e.server.nuxt_server import NuxtServer
from e2e.server.stub_api import StubApi, answer_json, refusal

NEW_TOKEN = "csrftoken=new; Path=/; SameSite=Lax"
NEW_SESSION = "sessionid=rotated; HttpOnly; Path=/; SameSite=Lax"


def test_a_cookie_of_one_answer_is_used_by_the_next_call_of_the_render(
    nuxt: NuxtServer, api: StubApi
) -> None:
    knows(api, ALICE, NEW_SESSION, NEW_TOKEN)

    nuxt.get("/posts", cookie=f"{SESSION}; theme=dark; csrftoken=old")

    assert api.only_call(ACCOUNT_PATH).cookies == [SESSION, "theme=dark", "csrftoken=old"]
    assert sorted(api.only_call(POSTS_PATH).cookies) == [
        "csrftoken=new",
        "sessionid=rotated",
        "theme=dark",
    ]


def test_a_cookie_of_one_request_is_not_used_by_the_next(nuxt: NuxtServer, api: StubApi) -> None:
    knows(api, ALICE, NEW_TOKEN)
    nuxt.get("/posts", cookie=SESSION)
    api.forget()
    knows(api, ALICE)

    page = nuxt.get("/posts", cookie=SESSION)

    assert [asked.cookies for asked in api.asked] == [[SESSION], [SESSION]]
    assert page.set_cookies == []


@dataclass(frozen=True)
class Outcome:
    """A page that comes out in a certain way after the API has set a cookie."""

    path: str
    status: int


OUTCOMES = {
    "a page": Outcome("/posts", 200),
    "a page without further calls": Outcome("/", 200),
    "a redirect": Outcome("/login", 302),
    "a page that is not there": Outcome("/nowhere", 404),
    "a post that is not there": Outcome("/posts/404", 404),
    "a post that is forbidden": Outcome("/posts/403", 403),
    "a post that cannot be had": Outcome("/posts/503", 503),
}


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES.keys())
def test_a_cookie_reaches_the_browser_once_whatever_becomes_of_the_page(
    nuxt: NuxtServer, api: StubApi, outcome: Outcome
) -> None:
    knows(api, ALICE, NEW_SESSION, NEW_TOKEN)
    api.on("/api/posts/404/", refusal(404, "not_found"))
    api.on("/api/posts/403/", refusal(403, "permission_denied"))
    api.on("/api/posts/503/", refusal(503, "error"))

    page = nuxt.get(outcome.path, cookie=SESSION)

    assert page.status == outcome.status
    assert page.set_cookies == [NEW_SESSION, NEW_TOKEN]


def test_a_cookie_of_an_error_answer_reaches_the_browser_too(
    nuxt: NuxtServer, api: StubApi
) -> None:
    knows(api, ALICE, NEW_SESSION)
    api.on("/api/posts/7/", refusal(503, "error").setting(NEW_TOKEN))

    page = nuxt.get("/posts/7", cookie=SESSION)

    assert page.status == 503
    assert page.set_cookies == [NEW_SESSION, NEW_TOKEN]


def test_a_cookie_of_an_outage_reaches_the_browser_too(nuxt: NuxtServer, api: StubApi) -> None:
    api.on(ACCOUNT_PATH, refusal(503, "error").setting(NEW_TOKEN))

    page = nuxt.get("/", cookie=SESSION)

    assert page.status == 503
    assert page.set_cookies == [NEW_TOKEN]


def test_the_cleared_session_goes_along_with_the_redirect_to_the_log_in_page(
    nuxt: NuxtServer, api: StubApi
) -> None:
    api.on(ACCOUNT_PATH, STALE_SESSION)

    page = nuxt.get("/posts", cookie=SESSION)

    assert page.status == 302
    assert page.set_cookies == [CLEARED_SESSION]


@pytest.mark.parametrize(
    "twins",
    [
        pytest.param(("a=1; Path=/", "a=2; Path=/api"), id="path"),
        pytest.param(("a=1; Path=/", "a=2; Path=/; Domain=club.example"), id="domain"),
        pytest.param(("a=1", "a=2; Path=/", "a=3; Domain=club.example"), id="path and domain"),
    ],
)
def test_cookies_of_one_name_with_another_path_or_domain_are_all_kept(
    nuxt: NuxtServer, api: StubApi, twins: tuple[str, ...]
) -> None:
    knows(api, ALICE, *twins)

    assert nuxt.get("/posts", cookie=SESSION).set_cookies == list(twins)


def test_a_cookie_that_is_replaced_within_the_render_reaches_the_browser_once(
    nuxt: NuxtServer, api: StubApi
) -> None:
    knows(api, ALICE, NEW_TOKEN, "a=1; Path=/")
    latest = NEW_TOKEN.replace("new", "newest")
    api.on(POSTS_PATH, posts_answer().setting(latest))

    assert nuxt.get("/posts", cookie=SESSION).set_cookies == ["a=1; Path=/", latest]


def test_a_cookie_for_another_path_is_not_sent_to_the_api(nuxt: NuxtServer, api: StubApi) -> None:
    knows(api, ALICE, "admin=1; Path=/admin", "api=1; Path=/api", "apifoo=1; Path=/apifoo")

    nuxt.get("/posts", cookie=SESSION)

    assert api.only_call(POSTS_PATH).cookies == [SESSION, "api=1"]


@pytest.mark.parametrize(
    "expired",
    [
        "csrftoken=; Max-Age=0; Path=/",
        "csrftoken=x; Max-Age=-1; Path=/",
        "csrftoken=x; expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
        "csrftoken=x; expires=Fri, 31 Dec 2100 23:59:59 GMT; Max-Age=0; Path=/",
    ],
)
def test_a_cookie_that_has_expired_is_no_longer_sent_but_cleared_in_the_browser(
    nuxt: NuxtServer, api: StubApi, expired: str
) -> None:
    knows(api, ALICE, expired)

    page = nuxt.get("/posts", cookie=f"{SESSION}; csrftoken=old")

    assert api.only_call(POSTS_PATH).cookies == [SESSION]
    assert page.set_cookies == [expired]


@pytest.mark.parametrize(
    "line",
    [
        "sessionid=a=b==; expires=Fri, 31 Dec 2100 23:59:59 GMT; HttpOnly; Path=/; SameSite=Lax",
        "sessionid=a; Max-Age=1209600;Path=/;  Secure ;SameSite=Lax",
        'messages="a\\054 b; c=\\"d\\""; Path=/',
        "a=%E2%82%AC%2C%20; path=/; SAMESITE=none; secure; Partitioned; Priority=High",
        "a=b,c=d; Path=/",
        "a=; Path=/",
    ],
)
def test_the_attributes_arrive_byte_for_byte(nuxt: NuxtServer, api: StubApi, line: str) -> None:
    knows(api, ALICE, line)

    assert nuxt.get("/", cookie=SESSION).set_cookies == [line]


def test_a_value_is_sent_on_byte_for_byte(nuxt: NuxtServer, api: StubApi) -> None:
    api.on(ACCOUNT_PATH, answer_json(ALICE).setting('a="x=%2C=y"; Path=/'))
    api.on(POSTS_PATH, posts_answer())

    nuxt.get("/posts", cookie=SESSION)

    assert api.only_call(POSTS_PATH).cookies == [SESSION, 'a="x=%2C=y"']
