"""The API in trouble, as Bob gets over it."""

from playwright.sync_api import Page

from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading, expect_logged_in_as
from tests.members import BOB, NAMES


def expect_retry_works(page: Page, session: str, heading: str) -> None:
    """Whoever tries again is still logged in, in the same session."""
    page.get_by_role("link", name="Try again").click()
    expect_heading(page, heading)
    expect_logged_in_as(page, NAMES[BOB])
    assert session_of(page) == session


def expect_anonymous_home(page: Page) -> None:
    """The home page as nobody sees it."""
    expect_heading(page, "Come in. The key is where you left it.")
