"""What a browser has kept."""

from playwright.sync_api import Cookie, Page


def cookies_of(page: Page) -> dict[str, Cookie]:
    """The cookies of the page's browser by their names."""
    return {cookie["name"]: cookie for cookie in page.context.cookies()}


def session_of(page: Page) -> str:
    """The session's key."""
    return cookies_of(page)["sessionid"]["value"]
