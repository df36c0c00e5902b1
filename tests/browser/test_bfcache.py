"""A page that the browser has put aside whole, scripts and all, and brings back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.api_proxy import Gate
from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading, expect_shown_to
from tests.browser.page_errors import Watch
from tests.browser.page_load import settle, visit
from tests.members import BOB, NAMES, Members, give_session
from tests.site import Site


@pytest.fixture
def page(
    browser_type: BrowserType,
    desktop_launch_args: dict[str, Any],
    site: Site,
    members: Members,
    watch: Watch,
) -> Iterator[Page]:
    """Bob's browser, with the back/forward cache that Playwright otherwise switches off."""
    browser = browser_type.launch(
        **desktop_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = browser.new_context(base_url=site.url)
    watch.follow(context)
    give_session(context, members.log_in(BOB), site.url)
    context.add_init_script(UNSEEN)
    yield context.new_page()
    browser.close()


# A page that comes back comes to the foreground too, which is tried elsewhere.
UNSEEN = """
    document.addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true)
"""


def leave_and_come_back(page: Page) -> None:
    page.goto("/favicon.svg")
    page.go_back(wait_until="commit")


def test_it_is_asked_again_and_stays_when_nothing_has_changed(page: Page, gate: Gate) -> None:
    visit(page, "/about")
    expect_shown_to(page, NAMES[BOB])
    page.evaluate("() => { window.putAside = true }")
    with gate.recording() as calls:
        leave_and_come_back(page)
        assert page.evaluate("window.putAside") is True, "it was loaded anew, not brought back"
        expect_shown_to(page, NAMES[BOB])
        settle(page)

    assert [str(call) for call in calls] == ["GET /api/account/ 200"]


def test_it_shows_nothing_of_somebody_who_has_gone(
    page: Page, members: Members, watch: Watch
) -> None:
    watch.announce("status of 403")
    visit(page, "/about")
    expect_shown_to(page, NAMES[BOB])
    members.end_session(session_of(page))
    leave_and_come_back(page)

    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
    expect_heading(page, "About Latchkey")
    settle(page)
    assert NAMES[BOB] not in page.content()
