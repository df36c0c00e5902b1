"""Log-in, log-out and account changes across tabs and in the history."""

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import ApiProxy, from_browser, from_nuxt
from tests.browser.conftest import OpenPage
from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading, expect_logged_in_as
from tests.browser.login_page import LoginPage
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.browser.tabs import expect_no_trace_of
from tests.members import BOB, NAMES, Member, Members

WELCOME = "A blog for members"


def become_visible(page: Page) -> None:
    """Simulate a tab that becomes visible; headless Chromium keeps all tabs visible."""
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


def test_logout_clears_the_page(
    open_page: OpenPage, api_proxy: ApiProxy, members: Members, dora: Member
) -> None:
    page = visit(open_page(dora.email), "/account")
    expect_heading(page, "Your account")
    key = session_of(page)
    assert key in members.sessions()
    with api_proxy.recording() as calls:
        page.get_by_role("button", name="Log out").click()
        expect_heading(page, WELCOME)
        wait_until_idle(page)

    assert from_browser(calls) == ["POST /api/logout/ 204"]
    # The home page is loaded anew, and anonymously.
    call, *others = calls
    assert not [each for each in others if "Cookie" in each.headers]
    assert "GET /api/account/ 200" not in from_nuxt(calls)
    assert call.headers["X-CSRFToken"]
    assert key not in members.sessions()
    assert page.context.cookies() == []
    assert dora.name not in page.content()
    expect_no_trace_of(page, dora)


def test_logout_reaches_other_tabs(open_page: OpenPage, dora: Member) -> None:
    first = visit(open_page(dora.email), "/account")
    second = visit(first.context.new_page(), "/")
    expect_logged_in_as(second, dora.name)
    first.get_by_role("button", name="Log out").click()

    expect_heading(second, WELCOME)
    expect(second.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
    wait_until_idle(second)
    expect_no_trace_of(second, dora)
    assert dora.name not in second.content()


def test_logout_closes_protected_tabs(open_page: OpenPage, dora: Member) -> None:
    first = visit(open_page(dora.email), "/")
    second = visit(first.context.new_page(), "/account?page=2")
    first.get_by_role("button", name="Log out").click()

    second.wait_for_url("**/login?redirect=/account?page=2")
    expect(second.get_by_text(dora.email)).to_have_count(0)


def test_login_reaches_other_tabs(page: Page) -> None:
    other = visit(page.context.new_page(), "/")
    expect_heading(other, WELCOME)
    LoginPage(page).open().send(BOB)

    expect_heading(other, f"Welcome back, {NAMES[BOB]}.")
    expect_logged_in_as(other, NAMES[BOB])


@pytest.mark.each_layout
def test_login_redirects_other_tabs(page: Page) -> None:
    other = visit(page.context.new_page(), "/account?page=3")
    LoginPage(page).open().send(BOB)

    expect_heading(other, "Your account")
    assert other.url.endswith("/account?page=3")


def test_account_change_reaches_other_tabs(open_page: OpenPage, dora: Member) -> None:
    first = visit(open_page(dora.email), "/")
    second = visit(first.context.new_page(), "/account")
    expect_logged_in_as(second, dora.name)
    first.get_by_role("button", name="Log out").click()
    expect_heading(first, WELCOME)
    LoginPage(first).open().send(BOB)
    expect_logged_in_as(first, NAMES[BOB])
    expect_no_trace_of(first, dora)
    assert dora.name not in first.content()

    wait_until_idle(second)
    if second.url.endswith("/login?redirect=/account"):
        second.wait_for_url("**/account")
    expect_heading(second, "Your account")
    expect(second.get_by_text(BOB)).to_be_visible()
    expect_no_trace_of(second, dora)
    assert dora.name not in second.content()


def test_back_after_logout_shows_nothing(open_page: OpenPage, dora: Member) -> None:
    page = visit(open_page(dora.email), "/")
    page.get_by_role("link", name=f"Account of {dora.name}").click()
    expect_heading(page, "Your account")
    page.get_by_role("button", name="Log out").click()
    expect_heading(page, WELCOME)
    page.go_back()
    page.wait_for_url("**/login?redirect=/account")
    expect_no_trace_of(page, dora)
    page.go_back()

    expect_heading(page, WELCOME)
    expect_no_trace_of(page, dora)


def test_focused_tab_notices_expiry(
    open_page: OpenPage, members: Members, dora: Member, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = visit(open_page(dora.email), "/")
    members.end_session(session_of(page))
    become_visible(page)

    expect_heading(page, WELCOME)
    wait_until_idle(page)
    expect_no_trace_of(page, dora)


def test_focused_tab_checks_identity_once(open_page: OpenPage, api_proxy: ApiProxy) -> None:
    page = visit(open_page(BOB), "/account?page=2")
    page.evaluate("() => { window.stillHere = true }")
    with api_proxy.recording() as calls:
        with page.expect_response("**/api/account/"):
            become_visible(page)
        wait_until_idle(page)

    assert from_browser(calls) == ["GET /api/account/ 200"]
    assert page.evaluate("window.stillHere") is True
    expect_heading(page, "Your account")


def test_focused_tab_survives_outage(
    open_page: OpenPage, api_proxy: ApiProxy, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 503")
    page = visit(open_page(BOB), "/account?page=2")
    with api_proxy.down():
        with page.expect_response("**/api/account/"):
            become_visible(page)
        wait_until_idle(page)
        expect_heading(page, "Your account")
        expect_logged_in_as(page, NAMES[BOB])
