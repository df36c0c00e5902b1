"""Wait until a page is idle."""

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page, Request

_QUIET_SECONDS = 0.3
_MOST_SECONDS = 15

# Playwright's "networkidle" ignores client-side navigations.
_under_way: WeakKeyDictionary[BrowserContext, set[Request]] = WeakKeyDictionary()


def observe(context: BrowserContext) -> None:
    """Keep track of the pending requests of a context, for `wait_until_idle`."""
    requests = _under_way[context] = set()
    context.on("request", lambda request: requests.add(request))
    context.on("requestfinished", lambda request: requests.discard(request))
    context.on("requestfailed", lambda request: requests.discard(request))


def wait_until_idle(page: Page) -> Page:
    """Wait until the page is hydrated and has sent no request for a moment."""
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
    """Load a page and wait until it is idle."""
    page.goto(path)
    return wait_until_idle(page)
