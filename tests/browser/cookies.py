"""A browser's cookies by Django's names, without the prefix of HTTPS."""

from playwright.sync_api import Cookie, Page


def plain_name(name: str) -> str:
    """The name of a cookie without its prefix."""
    return name.removeprefix("__Host-").removeprefix("__Secure-")


def cookies_of(page: Page) -> dict[str, Cookie]:
    """The cookies of the page's context by name."""
    return {plain_name(cookie["name"]): cookie for cookie in page.context.cookies()}


def session_of(page: Page) -> str:
    """The session key."""
    return cookies_of(page)["sessionid"]["value"]
