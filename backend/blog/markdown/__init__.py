"""Markdown to HTML that is safe for every reader. Posts store it: readers outnumber writers."""

import re
from dataclasses import dataclass
from html import unescape

from markdown_it.common.utils import escapeHtml

from blog.markdown.complexity import TooComplexError
from blog.markdown.parser import PARSER
from blog.markdown.sanitizer import sanitize
from blog.normalize import normalize_line

EXCERPT_LENGTH = 200  # characters

# The sanitiser writes `<` and `>` for tags only, and closes every tag.
TAG = re.compile(r"<[^>]*>")
END_OF_BLOCK = re.compile(r"</(?:p|li|blockquote|pre|td|th|h[1-6])>")
NOT_IN_EXCERPT = re.compile(r"<(pre|table|h[1-6])\b.*?</\1>", re.DOTALL)


@dataclass(frozen=True)
class RenderedMarkdown:
    """A Markdown source and what posts store of it."""

    source: str
    html: str
    text: str
    excerpt: str
    # Then the HTML is the source, preformatted.
    is_too_complex: bool = False


def render_markdown(source: str) -> RenderedMarkdown:
    """Render a source, which takes up to a second: do it outside of transactions.

    A source that is too complex is shown as it is. The API and the admin refuse new ones.
    """
    try:
        html = render_html(source)
    except TooComplexError:
        text = normalize_line(source)
        html = sanitize(f"<pre>{escapeHtml(source)}</pre>\n")
        excerpt = truncate(text, EXCERPT_LENGTH)
        return RenderedMarkdown(source, html, text, excerpt, is_too_complex=True)
    return RenderedMarkdown(source, html, plain_text(html), excerpt_of(html))


def render_html(source: str) -> str:
    """Return sanitised HTML, or raise TooComplexError."""
    return sanitize(PARSER.render(source))


def plain_text(html: str) -> str:
    """Return the words of sanitised HTML."""
    return normalize_line(unescape(TAG.sub("", END_OF_BLOCK.sub(" ", html))))


def excerpt_of(html: str) -> str:
    """Return the first words of sanitised HTML, without headings, code and tables."""
    return truncate(plain_text(NOT_IN_EXCERPT.sub(" ", html)), EXCERPT_LENGTH)


def truncate(text: str, length: int) -> str:
    """Cut a text between words, with an ellipsis, to at most this many characters."""
    if len(text) <= length:
        return text
    beginning = text[: length - 1]
    return (beginning.rsplit(" ", 1)[0] if " " in beginning else beginning).rstrip(".,;:") + "…"
