"""A session that ends while somebody reads: nobody sees what is no longer theirs."""

from playwright.sync_api import expect

from e2e.conftest import Enter
from e2e.cookies import session_of
from e2e.heading import expect_shown_to
from e2e.login_page import LoginPage
from e2e.members import BOB, NAMES, Member, Members
from e2e.settled import visit
from e2e.tabs import expect_nothing_left_of
from e2e.watch import Watch


def test_a_session_that_ended_unnoticed_leads_to_log_in_and_back(
    enter: Enter, members: Members, watch: Watch
) -> None:
    watch.announce("status of 403")
    page = visit(enter(BOB), "/")
    members.end_session(session_of(page))
    page.get_by_role("link", name="Posts", exact=True).click()
    page.wait_for_url("**/login?redirect=/posts")
    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
    LoginPage(page).send(BOB)

    page.wait_for_url("**/posts")
    expect(page.get_by_role("article")).to_have_count(10)


def test_somebody_else_who_logs_in_within_the_same_page_finds_nothing_of_the_former(
    enter: Enter, members: Members, dora: Member, watch: Watch
) -> None:
    watch.announce("status of 403")
    page = visit(enter(dora.email), "/posts")
    expect_shown_to(page, dora.name)
    members.end_session(session_of(page))
    page.get_by_role("link", name="Older").click()
    page.wait_for_url("**/login?redirect=/posts?page=2")
    expect_nothing_left_of(page, dora)
    assert page.evaluate("window.useNuxtApp().$pinia.state.value.posts.list") is None
    LoginPage(page).send(BOB)

    expect(page.get_by_text("Page 2 of 4")).to_be_visible()
    expect_shown_to(page, NAMES[BOB])
    expect_nothing_left_of(page, dora)
    assert dora.name not in page.content()
