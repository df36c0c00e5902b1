"""Finds active content in HTML, as a browser would read it."""

import re
from html.parser import HTMLParser

TAGS = frozenset(
    {
        *("a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "span"),
        *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
        *("h2", "h3", "h4", "h5", "h6"),
    }
)
ATTRIBUTES = frozenset(
    {
        *("align", "alt", "class", "href", "rel", "src", "start", "title"),
        *("decoding", "loading", "referrerpolicy"),
        *("aria-label", "role", "tabindex"),
    }
)
SCHEMES = frozenset({"http", "https", "mailto"})


class ActiveContentError(Exception):
    """The HTML has a tag, attribute or address that is not on the lists above."""


class Reader(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise ActiveContentError(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES:
                raise ActiveContentError(name)
            if name in ("href", "src"):
                check_address(value or "")

    def handle_comment(self, data: str) -> None:
        raise ActiveContentError(data)

    def handle_decl(self, decl: str) -> None:
        raise ActiveContentError(decl)

    def handle_pi(self, data: str) -> None:
        raise ActiveContentError(data)


def check_address(address: str) -> None:
    """Raise ActiveContentError for a scheme that may run code.

    Browsers drop control characters and white space before they look for the scheme.
    """
    seen = "".join(character for character in address if character > " ")
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", seen, re.IGNORECASE)
    if scheme and scheme[1].lower() not in SCHEMES:
        raise ActiveContentError(address)


def check_html(html: str) -> None:
    """Raise ActiveContentError if the HTML has active content."""
    reader = Reader()
    reader.feed(html)
    reader.close()
