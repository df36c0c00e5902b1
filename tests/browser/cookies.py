"""What a browser has kept, by Django's own names: over HTTPS they begin with a prefix."""

from playwright.sync_api import Cookie, Page


def plain_name(name: str) -> str:
    """The name of a cookie without its prefix."""
    return name.removeprefix("__Host-").removeprefix("__Secure-")


def cookies_of(page: Page) -> dict[str, Cookie]:
    """The cookies of the page's browser by their names."""
    return {plain_name(cookie["name"]): cookie for cookie in page.context.cookies()}


def session_of(page: Page) -> str:
    """The session's key."""
    return cookies_of(page)["sessionid"]["value"]
