"""Sessions that end while a member reads."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading, expect_logged_in_as
from tests.browser.login_page import LoginPage
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.browser.tabs import expect_no_trace_of
from tests.members import BOB, NAMES, Member, Members, set_session_cookies

SESSION_ENDED = "Your session has ended. Log in again to continue."
LOGIN_REQUIRED = "Log in to see this page."


def reason_on(page: Page) -> Locator:
    """The reason that the log-in page gives."""
    return page.get_by_role("main").get_by_role("status").filter(has_text="Log in")


def test_login_page_gives_the_reason(
    open_page: OpenPage, members: Members, page_errors: PageErrors, base_url: str
) -> None:
    page_errors.expect_error("status of 403")
    # Without a session; no reason is given after a click on "Log in".
    anonymous = visit(open_page(), "/posts?page=2")
    expect(reason_on(anonymous)).to_have_text(LOGIN_REQUIRED)
    visit(anonymous, "/about")
    anonymous.get_by_role("banner").get_by_role("link", name="Log in").click()
    expect(anonymous.get_by_label("E-mail")).to_be_visible()
    expect(reason_on(anonymous)).to_have_count(0)
    anonymous.get_by_role("link", name="Posts", exact=True).click()
    expect(reason_on(anonymous)).to_have_text(LOGIN_REQUIRED)

    # After a session: by a page load, and in a tab that becomes visible.
    page = open_page()
    for leave in ("load", "come back"):
        set_session_cookies(page.context, members.log_in(BOB), base_url)
        visit(page, "/posts")
        members.end_session(session_of(page))
        if leave == "load":
            page.goto("/posts")
        else:
            page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
            page.wait_for_url("**/login?redirect=/posts*")
        wait_until_idle(page)
        expect(reason_on(page)).to_have_text(SESSION_ENDED)
        LoginPage(page).send(BOB)
        expect_heading(page, "Posts")
        page.get_by_role("button", name="Log out").click()
        expect_heading(page, "A blog for members")
        # The reason is given once.
        visit(page, "/posts")
        expect(reason_on(page)).to_have_text(LOGIN_REQUIRED)


def test_expired_session_leads_to_login_and_back(
    open_page: OpenPage, members: Members, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = visit(open_page(BOB), "/")
    members.end_session(session_of(page))
    page.get_by_role("link", name="Posts", exact=True).click()
    page.wait_for_url("**/login?redirect=/posts&reason=session-ended")
    expect(reason_on(page)).to_have_text(SESSION_ENDED)
    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
    LoginPage(page).send(BOB)

    page.wait_for_url("**/posts")
    expect(page.get_by_role("article")).to_have_count(10)


def test_next_account_finds_no_trace(
    open_page: OpenPage, members: Members, dora: Member, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    page = visit(open_page(dora.email), "/posts")
    expect_logged_in_as(page, dora.name)
    members.end_session(session_of(page))
    page.get_by_role("link", name="Older").click()
    page.wait_for_url("**/login?redirect=/posts?page=2&reason=session-ended")
    expect_no_trace_of(page, dora)
    assert page.evaluate("window.useNuxtApp().$pinia.state.value.posts.list") is None
    LoginPage(page).send(BOB)

    expect(page.get_by_text("Page 2 of 4")).to_be_visible()
    expect_logged_in_as(page, NAMES[BOB])
    expect_no_trace_of(page, dora)
    assert dora.name not in page.content()
