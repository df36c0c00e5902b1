"""Errors in the pages of a test: all must be expected."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

from tests.browser.page_load import observe as observe_requests

_FILES = re.compile(r"^GET /(_nuxt/|favicon\.svg$)")


# The event is stable; Chromium's console messages change from version to version.
_LOG_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  console.error(`Content-Security-Policy violated: ${effectiveDirective}, ${blockedURI}`)
})
"""


class PageErrors:
    """Collects the errors in the pages of a test.

    These are: errors and warnings in the console (Vue reports hydration mismatches there),
    uncaught exceptions, violations of the Content-Security-Policy, and requests to other hosts.
    """

    def __init__(self, *origins: str) -> None:
        self._ours = {urlsplit(origin).netloc for origin in origins}
        self._expected: list[str] = []
        self._problems: list[str] = []

    def observe(self, context: BrowserContext) -> None:
        """Collect the errors of all pages of this context."""
        observe_requests(context)
        context.add_init_script(_LOG_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", self._on_exception)
        context.on("request", self._on_request)

    def expect_error(self, pattern: str) -> None:
        """Expect an error that matches this pattern."""
        self._expected.append(pattern)

    def verify(self) -> None:
        """Fail for an unexpected error, and for an expected one that is missing."""
        unexpected = [
            problem
            for problem in self._problems
            if not any(re.search(pattern, problem) for pattern in self._expected)
        ]
        assert not unexpected, "In the browser:\n" + "\n".join(unexpected)
        missing = [
            pattern
            for pattern in self._expected
            if not any(re.search(pattern, problem) for problem in self._problems)
        ]
        assert not missing, f"Expected, but it did not happen: {missing}"

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location["url"]
            self._problems.append(f"console {message.type}: {message.text} ({where})")

    def _on_exception(self, error: WebError) -> None:
        self._problems.append(f"page error: {error.error}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc not in self._ours:
            self._problems.append(f"request to another host: {request.url}")


@contextmanager
def requests_of(page: Page) -> Iterator[list[Request]]:
    """A list that grows with every request of the page in the block."""
    requests: list[Request] = []

    def see(request: Request) -> None:
        requests.append(request)

    page.on("request", see)
    try:
        yield requests
    finally:
        page.remove_listener("request", see)


def api_calls(requests: list[Request]) -> list[str]:
    """The requests to the API, as `GET /api/posts/?page=2`."""
    return [each for each in _lines(requests) if " /api/" in each]


def documents(requests: list[Request]) -> list[str]:
    """The requests for documents."""
    return _lines([request for request in requests if request.resource_type == "document"])


def without_files(requests: list[Request]) -> list[str]:
    """The requests for anything but files of the build."""
    return [each for each in _lines(requests) if not _FILES.search(each)]


def _lines(requests: list[Request]) -> list[str]:
    return [f"{request.method} {_target(request.url)}" for request in requests]


def _target(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
