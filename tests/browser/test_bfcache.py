"""Pages that the back/forward cache restores."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.api_proxy import ApiProxy
from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading, expect_logged_in_as
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit, wait_until_idle
from tests.members import BOB, NAMES, Members, set_session_cookies
from tests.site import Site


@pytest.fixture
def page(
    browser_type: BrowserType,
    desktop_launch_args: dict[str, Any],
    site: Site,
    members: Members,
    page_errors: PageErrors,
) -> Iterator[Page]:
    """Bob's page with the back/forward cache, which Playwright disables by default."""
    browser = browser_type.launch(
        **desktop_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = browser.new_context(base_url=site.url)
    page_errors.observe(context)
    set_session_cookies(context, members.log_in(BOB), site.url)
    context.add_init_script(UNSEEN)
    yield context.new_page()
    browser.close()


# test_tabs.py covers pages that become visible.
UNSEEN = """
    document.addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true)
"""


def leave_and_go_back(page: Page) -> None:
    page.goto("/favicon.svg")
    page.go_back(wait_until="commit")


def test_restored_page_checks_identity_once(page: Page, api_proxy: ApiProxy) -> None:
    visit(page, "/about")
    expect_logged_in_as(page, NAMES[BOB])
    page.evaluate("() => { window.putAside = true }")
    with api_proxy.recording() as calls:
        leave_and_go_back(page)
        assert page.evaluate("window.putAside") is True, "it was loaded anew, not brought back"
        expect_logged_in_as(page, NAMES[BOB])
        wait_until_idle(page)

    assert [str(call) for call in calls] == ["GET /api/account/ 200"]


def test_restored_page_notices_expiry(
    page: Page, members: Members, page_errors: PageErrors
) -> None:
    page_errors.expect_error("status of 403")
    visit(page, "/about")
    expect_logged_in_as(page, NAMES[BOB])
    members.end_session(session_of(page))
    leave_and_go_back(page)

    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()
    expect_heading(page, "About Latchkey")
    wait_until_idle(page)
    assert NAMES[BOB] not in page.content()
