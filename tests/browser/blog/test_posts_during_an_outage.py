"""The API in trouble while somebody is at the posts."""

import pytest
from playwright.sync_api import Page, expect

from tests.api_proxy import Answer, Gate, from_nuxt, refusal
from tests.browser.conftest import Enter
from tests.browser.cookies import session_of
from tests.browser.headings import FORBIDDEN, OUTAGE, UNEXPECTED, expect_heading, expect_shown_to
from tests.browser.outage import expect_door, expect_retry_to_work
from tests.browser.page_errors import Watch
from tests.browser.page_load import settle, visit
from tests.members import BOB, NAMES

HOME = f"Welcome back, {NAMES[BOB]}."
MISSING = "The posts cannot be shown at the moment."


def test_posts_that_do_not_come_are_a_503_that_still_knows_who_you_are(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = enter(BOB)
    session = session_of(page)
    with gate.answering("/api/posts/", Answer(500)), gate.recording() as calls:
        answer = page.goto("/posts")
        settle(page)
        assert answer is not None
        assert answer.status == 503
        assert from_nuxt(calls).count("GET /api/account/ 200") == 1
        expect_heading(page, OUTAGE)
        expect_shown_to(page, NAMES[BOB])

    expect_retry_to_work(page, session, "Posts")


def test_an_outage_on_the_way_to_the_next_page_says_so_and_can_be_tried_again(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = visit(enter(BOB), "/")
    session = session_of(page)
    with gate.closed():
        page.get_by_role("link", name="Posts", exact=True).click()
        expect_heading(page, OUTAGE)
        expect_shown_to(page, NAMES[BOB])

    expect_retry_to_work(page, session, "Posts")


@pytest.mark.parametrize(
    ("status", "code", "heading"),
    [(403, "permission_denied", FORBIDDEN), (418, "teapot", UNEXPECTED)],
)
def test_other_refusals_have_a_page_of_their_own(
    enter: Enter, gate: Gate, watch: Watch, status: int, code: str, heading: str
) -> None:
    watch.announce(f"status of {status}")
    page = enter(BOB)
    with gate.answering("/api/posts/", refusal(status, code)):
        answer = page.goto("/posts")
        settle(page)

    assert answer is not None
    assert answer.status == status
    expect_heading(page, heading)
    expect_shown_to(page, NAMES[BOB])


def test_the_home_page_is_readable_for_nobody_and_lists_the_posts_when_the_api_is_back(
    page: Page, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    with gate.closed():
        answer = page.goto("/")
        settle(page)
        assert answer is not None
        # Whoever keeps pages or looks for them leaves this one aside.
        assert answer.status == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["cache-control"] == "private, no-store"
        assert "set-cookie" not in answer.headers
        # It is known without the API that nobody is logged in.
        expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
        expect_door(page)
        expect(page.get_by_role("heading", name="Members only")).to_be_visible()
        expect(page.get_by_role("article")).to_have_count(0)
        expect(page.get_by_role("alert")).to_contain_text(MISSING)
        # Trying again while it lasts brings the same page.
        page.get_by_role("link", name="Try again").click()
        settle(page)
        expect(page.get_by_role("alert")).to_contain_text(MISSING)
    page.get_by_role("link", name="Try again").click()

    expect_door(page)
    expect(page.get_by_role("article")).to_have_count(10)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_member_who_comes_home_in_an_outage_sees_no_list_of_another_page(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = visit(enter(BOB), "/posts")
    session = session_of(page)
    with gate.closed():
        page.get_by_role("link", name="Latchkey").first.click()
        expect_heading(page, HOME)
        expect(page.get_by_role("alert")).to_contain_text(MISSING)
        expect(page.get_by_role("article")).to_have_count(0)

    expect_retry_to_work(page, session, HOME)
    expect(page.get_by_role("article")).to_have_count(10)


def test_as_long_as_an_api_that_is_too_busy_asks_the_home_page_asks_to_wait(
    page: Page, gate: Gate
) -> None:
    busy = refusal(429, "throttled", ("Retry-After", "42"))
    with gate.answering("/api/posts/public/", busy):
        answer = page.request.get("/")

    assert answer.status == 503
    assert answer.headers["retry-after"] == "42"
