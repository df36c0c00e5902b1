"""The auth middleware on the blog's pages."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.server.nuxt_server import NuxtServer
from tests.server.responses import (
    ACCOUNT_PATH,
    ALICE,
    EXPIRED_SESSION,
    NOT_AUTHENTICATED,
    POSTS_PATH,
    SESSION,
    authenticate,
)
from tests.server.stub_api import StubApi, error_response
from tests.server.test_auth_and_guest import location_of


@pytest.mark.parametrize(
    "path",
    ["/posts", "/posts/drafts", "/posts?page=2&x=1", "/posts?q=%26%23%2B%3D", "/posts?q=a%20b"],
)
def test_members_page_leads_to_login(nuxt: NuxtServer, api: StubApi, path: str) -> None:
    location = urlsplit(location_of(nuxt.get(path)))

    assert (location.netloc, location.path) == ("", "/login")
    (way_back,) = parse_qs(location.query)["redirect"]
    assert list(parse_qs(location.query)) == ["redirect"]
    assert parse_qs(urlsplit(way_back).query) == parse_qs(urlsplit(path).query)
    assert urlsplit(way_back).path == urlsplit(path).path
    assert api.received == []


def test_members_post_leads_to_login(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond("/api/posts/7/", NOT_AUTHENTICATED)

    assert location_of(nuxt.get("/posts/7")) == "/login?redirect=/posts/7"
    assert [call.path for call in api.received] == ["/api/posts/7/"]


def test_login_redirect_round_trip(nuxt: NuxtServer, api: StubApi) -> None:
    to_login = location_of(nuxt.get("/posts?page=2&x=1"))
    authenticate(api, ALICE)

    assert location_of(nuxt.get(to_login, cookie=SESSION)) == "/posts?page=2&x=1"


def test_expired_session_leads_to_login(nuxt: NuxtServer, api: StubApi) -> None:
    api.respond(ACCOUNT_PATH, EXPIRED_SESSION)

    location = location_of(nuxt.get("/posts", cookie=SESSION))

    assert location == "/login?redirect=/posts&reason=session-ended"


def test_session_ending_during_render(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)
    api.respond(POSTS_PATH, error_response(403, "not_authenticated"))

    page = nuxt.get("/posts?page=2", cookie=SESSION)

    assert location_of(page) == "/login?redirect=/posts?page=2&reason=session-ended"


def test_member_sees_members_pages(nuxt: NuxtServer, api: StubApi) -> None:
    authenticate(api, ALICE)

    page = nuxt.get("/posts", cookie=SESSION)

    assert page.status == 200
    assert "The lamp over the door" in page.text
