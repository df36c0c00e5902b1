"""The log-in page and its redirect parameter."""

from urllib.parse import quote

import pytest

from tests.http_client import HttpResponse
from tests.server.nuxt_server import NuxtServer
from tests.server.responses import (
    ALICE,
    SESSION,
    authenticate,
)
from tests.server.stub_api import StubApi

SESSION_ENDED = "Your session has ended. Log in again to continue."
LOGIN_REQUIRED = "Log in to see this page."


def location_of(page: HttpResponse) -> str:
    """The target of a redirect."""
    assert page.status == 302
    location = page.header("Location")
    assert location is not None
    return location


def stays_on_the_site(location: str) -> bool:
    """Whether a browser would stay on this site."""
    return location.startswith("/") and not location.startswith(("//", "/\\"))


def test_anonymous_see_the_login_page(nuxt: NuxtServer, api: StubApi) -> None:
    page = nuxt.get("/login?redirect=/posts")

    assert page.status == 200
    assert 'name="password"' in page.text


def test_login_page_echoes_no_query(nuxt: NuxtServer, api: StubApi) -> None:
    for query, said in (
        ("reason=session-ended", SESSION_ENDED),
        ("reason=session-ended&redirect=/posts", SESSION_ENDED),
        ("redirect=/posts", LOGIN_REQUIRED),
        ("reason=Call+0900+12345", None),
        ("reason=Call+0900+12345&redirect=/posts", LOGIN_REQUIRED),
        ("reason=session-ended&reason=Call", None),
        ("redirect=//evil.example", None),
        ("", None),
    ):
        text = nuxt.get(f"/login?{query}").text
        shown = text.partition("<main")[2].partition("</main>")[0]
        assert 'name="password"' in shown
        assert [each for each in (SESSION_ENDED, LOGIN_REQUIRED) if each in shown] == (
            [said] if said else []
        ), query
        assert "Call" not in shown


def test_login_page_sends_members_home(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)

    assert location_of(nuxt.get("/login", cookie=SESSION)) == "/"


@pytest.mark.parametrize(
    "wanted", ["/posts?page=2&x=1", "/posts/7#end", "/account", "/admin/blog/post/", "/"]
)
def test_login_page_follows_the_redirect(nuxt: NuxtServer, api: StubApi, wanted: str) -> None:
    authenticate(api, ALICE)

    page = nuxt.get(f"/login?redirect={quote(wanted, safe='')}", cookie=SESSION)

    assert location_of(page) == wanted


HOSTILE_TARGETS = [
    "//evil.example",
    "//evil.example/posts",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "//evil.example/%2e%2e",
    "/.//evil.example",
    "/posts/..//evil.example",
    "/%2e//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/posts\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    " //evil.example",
    "evil.example",
    "@evil.example",
    "/login",
    "/login/",
    "/LOGIN",
    "/login?redirect=/login",
    "/log%69n",
    "/posts/../login",
    "/./login",
    "",
]


@pytest.mark.parametrize("wanted", HOSTILE_TARGETS)
def test_foreign_redirect_goes_home(nuxt: NuxtServer, api: StubApi, wanted: str) -> None:
    authenticate(api, ALICE)

    page = nuxt.get(f"/login?redirect={quote(wanted, safe='')}", cookie=SESSION)

    assert location_of(page) == "/"
    assert page.set_cookies == []
    assert "evil.example" not in page.text


@pytest.mark.parametrize(
    "query",
    [
        "redirect=//evil.example&redirect=/posts",
        "redirect=/posts&redirect=//evil.example",
        "redirect[]=//evil.example",
        "redirect",
        "redirect=%",
        "redirect=%00//evil.example",
        "redirect=/%09/evil.example",
        "redirect=/%255Cevil.example",
        "redirect=/%252Fevil.example",
        'redirect=/"><script>alert(1)</script>'.replace("<", "%3C").replace(">", "%3E"),
    ],
)
def test_odd_query_stays_on_the_site(nuxt: NuxtServer, api: StubApi, query: str) -> None:
    authenticate(api, ALICE)

    page = nuxt.get(f"/login?{query}", cookie=SESSION)

    assert stays_on_the_site(location_of(page))
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "path", ["//evil.example/posts", "/\\evil.example/posts", "/.//evil/posts"]
)
def test_path_like_a_host_stays_here(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    assert stays_on_the_site(nuxt.get(path).header("Location") or "/")
    assert api.received == []
