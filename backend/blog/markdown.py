"""From Markdown to HTML that is safe to show to anyone.

It is done once, when a post is saved: readers outnumber writers.
"""

from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

# CommonMark and tables. HTML in the text is shown as text, not obeyed.
PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")

ALLOWED = {
    "a": {"href", "title"},
    "code": {"class"},  # the language of a code block
    "img": {"alt", "src", "title"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
} | {
    name: set()
    for name in [
        *("blockquote", "br", "em", "hr", "li", "p", "pre", "strong", "ul"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
        *("table", "tbody", "thead", "tr"),
    ]
}

# The parser makes nothing else, so this catches the mistakes of the parser, and ours.
CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes=ALLOWED,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
    filter_style_properties={"text-align"},
)


def render(text: str) -> str:
    """The HTML of a Markdown text."""
    return CLEANER.clean(PARSER.render(text))


class TextCollector(HTMLParser):
    """Collects the running text of HTML, leaving out code blocks and tables."""

    SKIPPED = frozenset({"pre", "table", "h1", "h2", "h3", "h4", "h5", "h6"})

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping += tag in self.SKIPPED

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in self.SKIPPED
        if tag in ("p", "li", "blockquote"):
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.pieces.append(data)


def excerpt(html: str, length: int = 200) -> str:
    """The beginning of what `render` made, as plain text, cut between words."""
    collector = TextCollector()
    collector.feed(html)
    collector.close()
    text = " ".join("".join(collector.pieces).split())
    if len(text) <= length:
        return text
    beginning = text[: length - 1]
    return (beginning.rsplit(" ", 1)[0] if " " in beginning else beginning).rstrip(".,;:") + "…"
