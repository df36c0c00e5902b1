"""Watches every page of a test: nothing may go wrong in it that the test has not announced."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

from tests.browser.page_load import observe as observe_requests

_FILES = re.compile(r"^GET /(_nuxt/|favicon\.svg$)")


# Chromium words what it tells the console anew from version to version; the event stays.
_TELL_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  console.error(`Content-Security-Policy violated: ${effectiveDirective}, ${blockedURI}`)
})
"""


class PageErrors:
    """What went wrong in the pages of a test.

    That is: an error or a warning in the console (Vue reports a hydration mismatch there), an error
    that no script caught, something that the page's Content-Security-Policy refused, a request to
    another host than the site.
    """

    def __init__(self, *origins: str) -> None:
        self._ours = {urlsplit(origin).netloc for origin in origins}
        self._announced: list[str] = []
        self._problems: list[str] = []

    def observe(self, context: BrowserContext) -> None:
        """Watch all pages of this context."""
        observe_requests(context)
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)
        context.on("request", self._see)

    def expect_error(self, pattern: str) -> None:
        """Say that something matching this is going to happen; it then has to."""
        self._announced.append(pattern)

    def verify(self) -> None:
        """Fail unless exactly what was announced has happened."""
        sudden = [
            problem
            for problem in self._problems
            if not any(re.search(pattern, problem) for pattern in self._announced)
        ]
        assert not sudden, "In the browser:\n" + "\n".join(sudden)
        missing = [
            pattern
            for pattern in self._announced
            if not any(re.search(pattern, problem) for problem in self._problems)
        ]
        assert not missing, f"Announced, but it did not happen: {missing}"

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location["url"]
            self._problems.append(f"console {message.type}: {message.text} ({where})")

    def _catch(self, error: WebError) -> None:
        self._problems.append(f"page error: {error.error}")

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc not in self._ours:
            self._problems.append(f"request to another host: {request.url}")


@contextmanager
def requests_of(page: Page) -> Iterator[list[Request]]:
    """A list that grows with every request the page makes in the block."""
    requests: list[Request] = []

    def see(request: Request) -> None:
        requests.append(request)

    page.on("request", see)
    try:
        yield requests
    finally:
        page.remove_listener("request", see)


def api_calls(requests: list[Request]) -> list[str]:
    """Those to the API, as `GET /api/posts/?page=2`."""
    return [each for each in _lines(requests) if " /api/" in each]


def documents(requests: list[Request]) -> list[str]:
    """Those for whole pages."""
    return _lines([request for request in requests if request.resource_type == "document"])


def but_files(requests: list[Request]) -> list[str]:
    """All but those for the build's files, which are the same for everybody."""
    return [each for each in _lines(requests) if not _FILES.search(each)]


def _lines(requests: list[Request]) -> list[str]:
    return [f"{request.method} {_target(request.url)}" for request in requests]


def _target(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
