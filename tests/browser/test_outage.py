"""The API in trouble: the page says so, can be tried again, and nobody is logged out."""

import pytest
from playwright.sync_api import expect

from tests.api_proxy import Answer, Gate, refusal
from tests.browser.conftest import Enter
from tests.browser.cookies import session_of
from tests.browser.headings import OUTAGE, expect_heading, expect_shown_to
from tests.browser.outage import expect_door, expect_retry_to_work
from tests.browser.page_errors import Watch
from tests.browser.page_load import settle, visit
from tests.members import BOB, NAMES
from tests.site import Site

TIMEOUT_SECONDS = 5
HOME = f"Welcome back, {NAMES[BOB]}."


def test_an_api_that_is_gone_is_a_503_and_works_again_when_it_is_back(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = enter(BOB)
    session = session_of(page)
    with gate.closed():
        answer = page.goto("/")
        settle(page)
        assert answer is not None
        assert answer.status == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["cache-control"] == "private, no-store"
        assert "set-cookie" not in answer.headers
        assert page.url.endswith("/")
        expect_heading(page, OUTAGE)
        expect(page.get_by_role("banner")).to_be_visible()
        assert "Log in" not in page.get_by_role("banner").inner_text()

    expect_retry_to_work(page, session, HOME)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500),
        Answer(502, b"<h1>Bad Gateway</h1>", (("Content-Type", "text/html"),)),
        refusal(429, "throttled", ("Retry-After", "42")),
        Answer(200, b"<h1>Welcome to our hotel's network</h1>", (("Content-Type", "text/html"),)),
        refusal(403, "permission_denied"),
    ],
    ids=["500", "502", "429", "not-the-api", "another-403"],
)
def test_an_account_call_that_goes_wrong_logs_nobody_out(
    enter: Enter, gate: Gate, watch: Watch, answer: Answer
) -> None:
    watch.announce("status of 503")
    page = enter(BOB)
    session = session_of(page)
    with gate.answering("/api/account/", answer), gate.recording() as calls:
        page_answer = page.goto("/")
        settle(page)
        assert page_answer is not None
        assert page_answer.status == 503
        wait = dict(answer.headers).get("Retry-After", "5")
        assert page_answer.headers["retry-after"] == wait
        assert page.url.endswith("/")
        assert [str(call) for call in calls] == [f"GET /api/account/ {answer.status}"]
        expect_heading(page, OUTAGE)

    expect_retry_to_work(page, session, HOME)


def test_the_log_in_page_during_an_outage_leads_on_once_it_is_over(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = enter(BOB)
    session = session_of(page)
    with gate.closed():
        visit(page, "/login?redirect=/account")
        expect_heading(page, OUTAGE)

    expect_retry_to_work(page, session, "Your account")


def test_an_api_that_hangs_is_given_up_after_the_time_out(
    enter: Enter, site: Site, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = enter(BOB)
    session = session_of(page)
    with site.api_frozen():
        answer = page.goto("/")
        settle(page)
        assert answer is not None
        assert answer.status == 503
        timing = answer.request.timing
        assert TIMEOUT_SECONDS * 1000 <= timing["responseStart"] < 2 * TIMEOUT_SECONDS * 1000
        expect_heading(page, OUTAGE)

    expect_retry_to_work(page, session, HOME)


def test_a_page_that_is_made_in_the_browser_says_so_as_well(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    watch.announce("NUXT_E1005")  # Nuxt itself reports an error page that comes before hydration
    page = enter(BOB)
    session = session_of(page)
    with gate.closed():
        visit(page, "/account")
        expect_heading(page, OUTAGE)
        assert page.url.endswith("/account")

    expect_retry_to_work(page, session, "Your account")


def test_a_page_that_was_made_beforehand_stays_readable(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = enter(BOB)
    with gate.closed():
        visit(page, "/about")
        expect_heading(page, "About Latchkey")
        assert "Log in" not in page.get_by_role("banner").inner_text()
    page.reload()

    expect_shown_to(page, NAMES[BOB])


def test_a_log_out_that_does_not_reach_the_api_is_told(
    enter: Enter, gate: Gate, watch: Watch
) -> None:
    watch.announce("status of 503")
    page = visit(enter(BOB), "/")
    with gate.closed():
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("banner").get_by_role("alert")).to_contain_text(
            "You may still be logged in"
        )
        expect_shown_to(page, NAMES[BOB])
    page.get_by_role("button", name="Log out").click()

    expect_door(page)
    assert page.context.cookies() == []
