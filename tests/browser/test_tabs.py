"""Several tabs, the way back, and a change of person: nobody sees what is no longer theirs."""

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import Gate, from_browser, from_nuxt
from tests.browser.conftest import Enter
from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading, expect_shown_to
from tests.browser.login_page import LoginPage
from tests.browser.page_errors import Watch
from tests.browser.page_load import settle, visit
from tests.browser.tabs import expect_nothing_left_of
from tests.members import BOB, NAMES, Member, Members

WELCOME = "Come in. The key is where you left it."


def come_back_to(page: Page) -> None:
    """Bring the tab to the front; headless Chromium leaves every tab in front, and says nothing."""
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


def test_logging_out_leaves_nothing_behind(
    enter: Enter, gate: Gate, members: Members, dora: Member
) -> None:
    page = visit(enter(dora.email), "/account")
    expect_heading(page, "Your account")
    key = session_of(page)
    assert key in members.sessions()
    with gate.recording() as calls:
        page.get_by_role("button", name="Log out").click()
        expect_heading(page, WELCOME)
        settle(page)

    assert from_browser(calls) == ["POST /api/logout/ 204"]
    # Whatever the home page, loaded anew for nobody, asks for, it asks for as nobody.
    call, *others = calls
    assert not [each for each in others if "Cookie" in each.headers]
    assert "GET /api/account/ 200" not in from_nuxt(calls)
    assert call.headers["X-CSRFToken"]
    assert key not in members.sessions()
    assert page.context.cookies() == []
    assert dora.name not in page.content()
    expect_nothing_left_of(page, dora)


def test_a_log_out_reaches_the_other_tab(enter: Enter, dora: Member) -> None:
    first = visit(enter(dora.email), "/account")
    second = visit(first.context.new_page(), "/")
    expect_shown_to(second, dora.name)
    first.get_by_role("button", name="Log out").click()

    expect_heading(second, WELCOME)
    expect(second.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
    settle(second)
    expect_nothing_left_of(second, dora)
    assert dora.name not in second.content()


def test_a_log_out_sends_the_other_tab_away_from_a_members_page(enter: Enter, dora: Member) -> None:
    first = visit(enter(dora.email), "/")
    second = visit(first.context.new_page(), "/account?page=2")
    first.get_by_role("button", name="Log out").click()

    second.wait_for_url("**/login?redirect=/account?page=2")
    expect(second.get_by_text(dora.email)).to_have_count(0)


def test_a_log_in_reaches_the_other_tab(page: Page) -> None:
    other = visit(page.context.new_page(), "/")
    expect_heading(other, WELCOME)
    LoginPage(page).open().send(BOB)

    expect_heading(other, f"Welcome back, {NAMES[BOB]}.")
    expect_shown_to(other, NAMES[BOB])


@pytest.mark.each_layout
def test_a_log_in_takes_the_other_tab_from_the_form_to_where_it_wanted_to_go(page: Page) -> None:
    other = visit(page.context.new_page(), "/account?page=3")
    LoginPage(page).open().send(BOB)

    expect_heading(other, "Your account")
    assert other.url.endswith("/account?page=3")


def test_another_person_in_one_tab_is_another_person_in_the_other(
    enter: Enter, dora: Member
) -> None:
    first = visit(enter(dora.email), "/")
    second = visit(first.context.new_page(), "/account")
    expect_shown_to(second, dora.name)
    first.get_by_role("button", name="Log out").click()
    expect_heading(first, WELCOME)
    LoginPage(first).open().send(BOB)
    expect_shown_to(first, NAMES[BOB])
    expect_nothing_left_of(first, dora)
    assert dora.name not in first.content()

    settle(second)
    if second.url.endswith("/login?redirect=/account"):
        second.wait_for_url("**/account")
    expect_heading(second, "Your account")
    expect(second.get_by_text(BOB)).to_be_visible()
    expect_nothing_left_of(second, dora)
    assert dora.name not in second.content()


def test_the_way_back_after_a_log_out_shows_nothing_of_the_former_person(
    enter: Enter, dora: Member
) -> None:
    page = visit(enter(dora.email), "/")
    page.get_by_role("link", name=f"Account of {dora.name}").click()
    expect_heading(page, "Your account")
    page.get_by_role("button", name="Log out").click()
    expect_heading(page, WELCOME)
    page.go_back()
    page.wait_for_url("**/login?redirect=/account")
    expect_nothing_left_of(page, dora)
    page.go_back()

    expect_heading(page, WELCOME)
    expect_nothing_left_of(page, dora)


def test_a_tab_that_comes_to_the_front_finds_the_session_gone(
    enter: Enter, members: Members, dora: Member, watch: Watch
) -> None:
    watch.announce("status of 403")
    page = visit(enter(dora.email), "/")
    members.end_session(session_of(page))
    come_back_to(page)

    expect_heading(page, WELCOME)
    settle(page)
    expect_nothing_left_of(page, dora)


def test_a_tab_that_comes_to_the_front_asks_once_and_stays_as_it_is(
    enter: Enter, gate: Gate
) -> None:
    page = visit(enter(BOB), "/account?page=2")
    page.evaluate("() => { window.stillHere = true }")
    with gate.recording() as calls:
        with page.expect_response("**/api/account/"):
            come_back_to(page)
        settle(page)

    assert from_browser(calls) == ["GET /api/account/ 200"]
    assert page.evaluate("window.stillHere") is True
    expect_heading(page, "Your account")


def test_a_tab_that_comes_to_the_front_during_an_outage_stays_as_it_is(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = visit(enter(BOB), "/account?page=2")
    with gate.closed():
        with page.expect_response("**/api/account/"):
            come_back_to(page)
        settle(page)
        expect_heading(page, "Your account")
        expect_shown_to(page, NAMES[BOB])
