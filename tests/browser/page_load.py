"""Waiting until a page has come to rest."""

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page, Request

_QUIET_SECONDS = 0.3
_MOST_SECONDS = 15

# Playwright's own "networkidle" is about the load of a document: after a client-side navigation it
# comes at once.
_under_way: WeakKeyDictionary[BrowserContext, set[Request]] = WeakKeyDictionary()


def observe(context: BrowserContext) -> None:
    """Take note of what the context's pages wait for; comes before `settle`."""
    requests = _under_way[context] = set()
    context.on("request", lambda request: requests.add(request))
    context.on("requestfinished", lambda request: requests.discard(request))
    context.on("requestfailed", lambda request: requests.discard(request))


def wait_until_idle(page: Page) -> Page:
    """Until the page is hydrated, waits for nothing, and asks for nothing more for a moment."""
    page.wait_for_function("() => window.useNuxtApp?.().isHydrating === false")
    requests = _under_way[page.context]
    deadline = time.monotonic() + _MOST_SECONDS
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < _QUIET_SECONDS:
        page.wait_for_timeout(50)
        if requests:
            quiet_since = time.monotonic()
        waits_for = sorted(request.url for request in requests)
        assert time.monotonic() < deadline, f"The page does not come to rest: {waits_for}"
    return page


def visit(page: Page, path: str) -> Page:
    """Go there by the address bar and wait until the page has come to rest."""
    page.goto(path)
    return wait_until_idle(page)
