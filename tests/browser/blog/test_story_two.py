"""Story II: the browser is closed and opened again, straight to /posts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.api_proxy import ApiProxy, from_browser, from_nuxt
from tests.browser.cookies import plain_name
from tests.browser.page_errors import requests_of, without_files
from tests.browser.page_load import wait_until_idle
from tests.browser.story import step
from tests.members import ALICE, NAMES, Members
from tests.site import SiteUnderTest


@pytest.mark.each_layout
def test_story_two(
    open_page: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
    api_proxy: ApiProxy,
    members: Members,
    site: SiteUnderTest,
) -> None:
    """A new window with the cookies of the former one."""
    former = open_page(ALICE)
    former.goto("/")
    wait_until_idle(former)
    kept = former.context.storage_state()
    former.context.close()
    assert [origin for origin in kept["origins"] if origin.get("localStorage")] == []
    key = next(each["value"] for each in kept["cookies"] if plain_name(each["name"]) == "sessionid")

    page = new_context(storage_state=kept).new_page()
    with api_proxy.recording() as calls, requests_of(page) as requests:
        with step("29", "a new window asks the Nuxt server for /posts"):
            response = page.goto("/posts")
            assert response is not None
            assert response.status == 200
            html = response.text()
        with step("30-32", "Nuxt asks for the account once, with the browser's cookie"):
            account, *others = calls
            assert str(account) == "GET /api/account/ 200"
            assert not account.from_browser
            assert f"sessionid={key}" in account.headers["Cookie"]
            assert "Origin" in account.headers
            addresses = set(account.headers["X-Forwarded-For"].split(", "))
            assert addresses <= {"127.0.0.1", "::1"}
            assert account.headers["X-Forwarded-Host"] == site.host
        with step("33-36", "then for the posts once, with the same cookie, and for nothing else"):
            (posts,) = others
            assert str(posts) == "GET /api/posts/?page=1&page_size=10 200"
            assert not posts.from_browser
            assert f"sessionid={key}" in posts.headers["Cookie"]
        with step("37", "the page comes complete, with the stores' contents, for Alice alone"):
            assert NAMES[ALICE] in html
            assert html.count("<article") == 10
            assert "Page 1 of 4" in html
            assert 'id="__NUXT_DATA__"' in html
            assert response.headers["cache-control"] == "private, no-store"
            assert "Cookie" in response.headers["vary"]
        with step("38", "the list is there at once, and nothing is asked for again"):
            expect(page.get_by_role("article")).to_have_count(10)
            wait_until_idle(page)
            assert without_files(requests) == ["GET /posts"]
            assert from_browser(calls) == []
            assert len(from_nuxt(calls)) == 2
            state = page.evaluate("window.useNuxtApp().$pinia.state.value")
            assert state["session"]["identity"]["account"]["email"] == ALICE
            assert len(state["posts"]["list"]["results"]) == 10


@pytest.mark.each_layout
def test_page_is_complete_without_scripts(open_page: Callable[..., Page]) -> None:
    """Step 38: "at once" means before any script runs."""
    page = open_page(ALICE, java_script_enabled=False)
    page.goto("/posts")

    expect(page.get_by_role("article")).to_have_count(10)
    expect(page.get_by_role("link", name="Older")).to_be_visible()
    expect(page.get_by_role("banner").get_by_text(NAMES[ALICE])).to_be_visible()


@pytest.mark.each_layout
def test_second_window_shares_the_session(open_page: Callable[..., Page], members: Members) -> None:
    """No page load rotates the session or creates another."""
    page = open_page(ALICE)
    before = members.sessions()
    for path in ("/", "/posts", "/account"):
        page.goto(path)
        wait_until_idle(page)
        expect(page.get_by_role("link", name=f"Account of {NAMES[ALICE]}")).to_be_visible()

    assert members.sessions() == before
