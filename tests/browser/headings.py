"""Headings that identify a page."""

from playwright.sync_api import Page, expect

NOT_FOUND = "Page not found"
TOO_LONG = "That address is too long"
BAD_ADDRESS = "That address does not work"
FORBIDDEN = "You cannot open this page"
OUTAGE = "We will be back soon"
UNEXPECTED = "Something went wrong on our side"


def expect_heading(page: Page, text: str) -> None:
    """The page's only h1 has this text."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def expect_logged_in_as(page: Page, name: str) -> None:
    """The banner names this account."""
    expect(page.get_by_role("link", name=f"Account of {name}")).to_be_visible()
