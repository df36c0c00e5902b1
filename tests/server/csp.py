"""Read the security headers and the scripts of a response."""

import base64
import hashlib
import re
from html.parser import HTMLParser

from tests.http_client import HttpResponse

# Headers about content, connection and caching.
_NOT_SECURITY = re.compile(
    r"content-(?!security)|connection|date|etag|keep-alive|last-modified|cache-control|location|"
    r"retry-after|server-timing|set-cookie|transfer-encoding|vary|x-request-id"
)


def security_headers(reply: HttpResponse) -> dict[str, str | None]:
    """All other headers: those about security, and unexpected ones."""
    names = {name.title() for name, _ in reply.headers if not _NOT_SECURITY.match(name.lower())}
    return {name: reply.header(name) for name in names}


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], str]] = []
        self.styled: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style" or "style" in dict(attrs):
            self.styled.append(tag)
        self._inside = tag == "script"
        if self._inside:
            self.found.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self._inside:
            attributes, text = self.found[-1]
            self.found[-1] = (attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def scripts(page: HttpResponse) -> list[tuple[dict[str, str | None], str]]:
    """The attributes and the text of each script, without JSON data."""
    return [
        (attributes, text)
        for attributes, text in _parts(page).found
        if "json" not in (attributes.get("type") or "")
    ]


def styled_elements(page: HttpResponse) -> list[str]:
    """The tags with inline styles, which the policy blocks."""
    return _parts(page).styled


def _parts(page: HttpResponse) -> _Parts:
    parts = _Parts()
    parts.feed(page.text)
    return parts


def script_sources(page: HttpResponse) -> list[str]:
    """The sources of the policy's script-src."""
    match = re.search(r"script-src ([^;]*)", page.header("Content-Security-Policy") or "")
    assert match, "The policy says nothing about scripts."
    return match[1].split()


def hash_source(text: str) -> str:
    """The source expression for an inline script with this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
