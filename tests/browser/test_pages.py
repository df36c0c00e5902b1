"""Each page, for members and anonymous visitors."""

import re

from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, from_browser, from_nuxt
from tests.browser.conftest import OpenPage
from tests.browser.cookies import cookies_of, session_of
from tests.browser.headings import (
    BAD_ADDRESS,
    NOT_FOUND,
    TOO_LONG,
    expect_heading,
    expect_logged_in_as,
)
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.browser.request_hold import RequestHold
from tests.members import ALICE, BOB, NAMES, Members
from tests.site import SiteUnderTest

STYLESHEETS_LOADED = """() => [...document.querySelectorAll("link[rel=stylesheet]")].every(
  link => link.sheet
)"""
WATCH_FRAMES = """() => {
    window.blankFrames = 0
    const look = () => {
        if (!document.querySelector('h1')?.checkVisibility()) window.blankFrames++
        requestAnimationFrame(look)
    }
    look()
}"""


def test_home_greets_the_member_in_html(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = open_page(BOB)
    with api_proxy.recording() as calls:
        response = page.goto("/")
        wait_until_idle(page)

    assert response is not None
    assert f"Welcome back, {NAMES[BOB]}." in response.text()
    assert response.headers["cache-control"] == "private, no-store"
    assert from_nuxt(calls)[0] == "GET /api/account/ 200"
    assert from_nuxt(calls).count("GET /api/account/ 200") == 1
    assert from_browser(calls) == []


def test_expired_session_cookie_is_cleared(
    open_page: OpenPage, api_proxy: ApiProxy, members: Members
) -> None:
    page = open_page(BOB)
    members.end_session(session_of(page))
    with api_proxy.recording() as calls:
        visit(page, "/")

    assert from_nuxt(calls)[0] == "GET /api/account/ 403"
    assert not [call for call in calls[1:] if "/api/account/" in call.target]
    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
    assert "sessionid" not in cookies_of(page)


def test_large_foreign_cookies_are_fine(open_page: OpenPage, site: SiteUnderTest) -> None:
    page = open_page(BOB)
    for name in ("one", "two", "three"):
        page.context.add_cookies([{"name": name, "value": "x" * 4000, "url": site.url}])
    response = page.goto("/")

    assert response is not None
    assert response.status == 200
    expect_logged_in_as(page, NAMES[BOB])


ERROR_PAGES = {
    "/posts?page=999": (404, NOT_FOUND),
    "/posts?page=abc": (404, NOT_FOUND),
    "/posts?page=1.5": (404, NOT_FOUND),
    "/posts?page=1&page=2": (404, NOT_FOUND),
    "/posts?page=0": (404, NOT_FOUND),
    "/posts?ordering=sideways": (400, BAD_ADDRESS),
    "/posts?search=" + "x" * 5000: (414, TOO_LONG),
    "/posts?page=-1": (404, NOT_FOUND),
    "/posts/999999": (404, NOT_FOUND),
    "/posts/abc": (404, NOT_FOUND),
    "/nowhere": (404, NOT_FOUND),
}


def test_error_page_uses_the_layout(
    open_page: OpenPage, page_errors: PageErrors, api_proxy: ApiProxy
) -> None:
    page_errors.expect_error("status of 4(00|04|14)")
    page = open_page(BOB)
    for path, (status, heading) in ERROR_PAGES.items():
        with api_proxy.recording() as calls:
            response = page.goto(path)
            wait_until_idle(page)

        assert response is not None
        assert response.status == status, path
        expect_heading(page, heading)
        expect_logged_in_as(page, NAMES[BOB])
        assert from_nuxt(calls).count("GET /api/account/ 200") == 1, path
        assert from_browser(calls) == [], path
        page.get_by_role("link", name="Back to the home page").click()
        expect_heading(page, f"Welcome back, {NAMES[BOB]}.")


def test_account_page_is_client_rendered(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = open_page(ALICE)
    with api_proxy.recording() as calls:
        response = page.goto("/account")
        wait_until_idle(page)

    assert response is not None
    html = response.text()
    assert NAMES[ALICE] not in html
    assert ALICE not in html
    assert from_nuxt(calls) == []
    assert from_browser(calls) == ["GET /api/account/ 200"]
    expect_heading(page, "Your account")
    expect(page).to_have_title("Your account · Latchkey")
    expect(page.get_by_text(ALICE)).to_be_visible()
    expect(page.locator("dl").get_by_text(NAMES[ALICE])).to_be_visible()


def test_account_page_has_its_layout_without_scripts(open_page: OpenPage) -> None:
    for width in (1280, 390):
        page = open_page(ALICE)
        page.set_viewport_size({"width": width, "height": 800})
        scripts = RequestHold(page, "**/_nuxt/*.js")
        page.goto("/account", wait_until="commit")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Your account")
        name = page.get_by_role("banner").get_by_role("link", name="Latchkey")
        page.wait_for_function(STYLESHEETS_LOADED)
        before = [name.bounding_box(), heading.bounding_box()]
        # No blank frame, and no layout shift.
        page.evaluate(WATCH_FRAMES)
        scripts.release()
        expect(page.get_by_text(ALICE)).to_be_visible()
        assert page.evaluate("() => window.blankFrames") == 0
        assert [name.bounding_box(), heading.bounding_box()] == before
        expect(page.locator("main")).to_have_count(1)


def test_account_page_leads_anonymous_to_login(page: Page, api_proxy: ApiProxy) -> None:
    with api_proxy.recording() as calls:
        page.goto("/account")
        page.wait_for_url("**/login?redirect=/account")

    assert not [call for call in calls if "/api/account/" in call.target]


def test_about_page_is_the_same_for_all(open_page: OpenPage) -> None:
    responses = [open_page(email).request.get("/about") for email in (None, ALICE, BOB)]
    bodies = {response.body() for response in responses}

    assert {response.status for response in responses} == {200}
    (body,) = bodies
    assert "About Latchkey" in body.decode()
    for email, name in NAMES.items():
        assert email not in body.decode()
        assert name not in body.decode()
    assert "Log in" not in body.decode(), "an anonymous page must not be prerendered either"
    assert not [response for response in responses if "set-cookie" in response.headers]


def test_about_page_fetches_the_identity(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = open_page(BOB)
    with api_proxy.recording() as calls:
        visit(page, "/about")
        expect_logged_in_as(page, NAMES[BOB])

    assert [str(call) for call in calls] == ["GET /api/account/ 200"]
    assert calls[0].from_browser


def test_about_page_sends_nothing_for_anonymous(page: Page, api_proxy: ApiProxy) -> None:
    with api_proxy.recording() as calls:
        visit(page, "/about")
        expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()

    assert calls == []


def test_admin_link_is_for_staff(open_page: OpenPage, page_errors: PageErrors) -> None:
    page = visit(open_page(ALICE), "/")
    page.get_by_role("link", name="Administration").click()
    expect(page).to_have_title(re.compile("Site administration"))

    page_errors.expect_error("status of 403")
    other = visit(open_page(BOB), "/")
    expect(other.get_by_role("link", name="Administration")).to_have_count(0)
    response = other.goto("/admin/")
    assert response is not None
    assert response.status == 403
