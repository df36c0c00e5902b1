"""From Markdown to HTML that is safe to show to anyone.

It is done once, when a post is saved: readers outnumber writers.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from blog.highlighting import CLASS_PREFIX, highlight
from blog.text import one_line

# CommonMark and tables. HTML in the text is shown as text, not obeyed.
PARSER = MarkdownIt("commonmark", {"html": False, "highlight": highlight}).enable("table")


def render_cell(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: EnvType,
) -> str:
    """Align with an attribute: a strict Content-Security-Policy ignores every `style`."""
    style = tokens[index].attrs.pop("style", None)
    if style:
        tokens[index].attrs["align"] = str(style).removeprefix("text-align:")
    return renderer.renderToken(tokens, index, options, environment)


for cell in ("th_open", "td_open"):
    PARSER.add_render_rule(cell, render_cell)

ALLOWED = {
    "a": {"href", "title"},
    "code": {"class"},  # the language of a code block
    "img": {"alt", "src", "title"},
    "ol": {"start"},
    "span": {"class"},  # a piece of highlighted code
    "td": {"align"},
    "th": {"align"},
} | {
    name: set()
    for name in [
        *("blockquote", "br", "em", "hr", "li", "p", "pre", "strong", "ul"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
        *("table", "tbody", "thead", "tr"),
    ]
}

# A class could borrow any look of the site, so only these are let through.
VALUES = {
    ("code", "class"): re.compile(r"language-[^\s]+"),
    ("span", "class"): re.compile(rf"{CLASS_PREFIX}[a-z0-9]+"),
    ("td", "align"): re.compile(r"left|center|right"),
    ("th", "align"): re.compile(r"left|center|right"),
}


def filter_value(tag: str, attribute: str, value: str) -> str | None:
    pattern = VALUES.get((tag, attribute))
    return value if pattern is None or pattern.fullmatch(value) else None


# The parser makes nothing else, so this catches the mistakes of the parser, and ours.
CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes=ALLOWED,
    attribute_filter=filter_value,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
)


def render(text: str) -> str:
    """The HTML of a Markdown text."""
    return CLEANER.clean(PARSER.render(text))


class TextCollector(HTMLParser):
    """Collects the text of HTML, but for what is inside of the tags to skip."""

    BLOCKS = frozenset(
        {"p", "li", "blockquote", "pre", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
    )

    def __init__(self, skip: frozenset[str]) -> None:
        super().__init__()
        self.skip = skip
        self.pieces: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping += tag in self.skip

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in self.skip
        if tag in self.BLOCKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.pieces.append(data)


def plain_text(html: str, skip: frozenset[str] = frozenset()) -> str:
    """The words of what `render` made."""
    collector = TextCollector(skip)
    collector.feed(html)
    collector.close()
    return one_line("".join(collector.pieces))


NO_RUNNING_TEXT = frozenset({"pre", "table", "h1", "h2", "h3", "h4", "h5", "h6"})


def excerpt(html: str, length: int = 200) -> str:
    """The beginning of the running text of what `render` made."""
    return cut(plain_text(html, skip=NO_RUNNING_TEXT), length)


def cut(text: str, length: int) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= length:
        return text
    beginning = text[: length - 1]
    return (beginning.rsplit(" ", 1)[0] if " " in beginning else beginning).rstrip(".,;:") + "…"
