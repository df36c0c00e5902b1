"""Assertions for outages."""

from playwright.sync_api import Page

from tests.browser.cookies import session_of
from tests.browser.headings import expect_heading, expect_logged_in_as
from tests.members import BOB, NAMES


def expect_retry_works(page: Page, session: str, heading: str) -> None:
    """ "Try again" leads to the page, in the same session as before."""
    page.get_by_role("link", name="Try again").click()
    expect_heading(page, heading)
    expect_logged_in_as(page, NAMES[BOB])
    assert session_of(page) == session


def expect_anonymous_home(page: Page) -> None:
    """The page is the home page of an anonymous visitor."""
    expect_heading(page, "A blog for members")
