"""From Markdown to HTML that is safe to show to anyone.

It is done once, when a post is saved: readers outnumber writers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import cast

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict, OptionsType

from blog.markdown import syntax_highlighting
from blog.markdown.complexity import TooComplexError, count, has_room, limit_work
from blog.markdown.syntax_highlighting import CLASS_PREFIX
from blog.normalize import one_line

# CommonMark, and of GitHub's dialect tables and ~~strikethrough~~. HTML in the text is shown as
# text, not obeyed. Bare addresses stay text: the library that would find them takes a minute for
# 200 kB of "https://ahttps://a".
PARSER = MarkdownIt("commonmark", {"html": False, "highlight": syntax_highlighting.highlight})
PARSER.enable(["table", "strikethrough"])
limit_work(PARSER)


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

# Other hosts do not learn on which page their picture stands, nor that one is asked for it before
# it comes into sight.
PICTURE = {"decoding": "async", "loading": "lazy", "referrerpolicy": "no-referrer"}
# Of any host, or of this one. Relative ones would mean another file in the editor's preview.
PICTURE_ADDRESS = re.compile(r"(?:https?:/)?/.*", re.IGNORECASE | re.DOTALL)


def render_picture(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: EnvType,
) -> str:
    """The picture, or its description where no browser would find one."""
    picture = tokens[index]
    description = renderer.renderInlineAsText(picture.children or [], options, environment)
    if not PICTURE_ADDRESS.fullmatch(str(picture.attrs["src"])):
        return escapeHtml(description)
    picture.attrs.update(PICTURE)
    return renderer.image(tokens, index, options, environment)


PARSER.add_render_rule("image", render_picture)


def render_code(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: EnvType,
) -> str:
    """Colour the code as long as all of the text is little enough work."""
    work = syntax_highlighting.work_of(tokens[index].content)
    if has_room(environment, work):
        count(environment, work)
    else:
        options = OptionsDict(cast(OptionsType, {**options, "highlight": None}))
    return renderer.fence(tokens, index, options, environment)


PARSER.add_render_rule("fence", render_code)

HIGHEST_HEADING, LOWEST_HEADING = 2, 6


def outline_headings(state: StateCore) -> None:
    """Number the headings from the level below the page's title on, without gaps.

    A heading is one level below the nearest heading before it that was typed with fewer signs.
    """
    above: list[str] = []
    for opening, closing in pairwise(t for t in state.tokens if t.type.startswith("heading_")):
        if opening.type == "heading_open":
            typed = opening.tag
            above = [tag for tag in above if tag < typed]
            opening.tag = closing.tag = f"h{min(HIGHEST_HEADING + len(above), LOWEST_HEADING)}"
            above.append(typed)


PARSER.core.ruler.push("outline_headings", outline_headings)

# Wide code and wide tables scroll within themselves. Not every browser lets the keyboard do that
# where nothing can be focused, and what can be focused needs a name.
SCROLLABLE = {
    "pre": {"tabindex": "0", "role": "group", "aria-label": "Code"},
    "table": {"tabindex": "0"},
}

ALLOWED = {
    "a": {"href", "title"},
    "code": {"class"},  # the language of a code block
    "img": {"alt", "src", "title", *PICTURE},
    "ol": {"start"},
    **{tag: set(attributes) for tag, attributes in SCROLLABLE.items()},
    "span": {"class"},  # a piece of highlighted code
    "td": {"align"},
    "th": {"align"},
} | {
    name: set()
    for name in [
        *("blockquote", "br", "em", "hr", "li", "p", "s", "strong", "ul"),
        *("h2", "h3", "h4", "h5", "h6"),
        *("tbody", "thead", "tr"),
    ]
}

# A class could borrow any look of the site, so only these are let through.
VALUES = {
    ("code", "class"): re.compile(r"language-[^\s]+"),
    ("img", "src"): PICTURE_ADDRESS,
    ("span", "class"): re.compile(rf"{CLASS_PREFIX}[a-z0-9]+"),
    **{("img", name): re.compile(value) for name, value in PICTURE.items()},
    **{
        (tag, name): re.compile(value)
        for tag, attributes in SCROLLABLE.items()
        for name, value in attributes.items()
    },
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
    link_rel="noopener nofollow ugc",
)


def render(text: str) -> str:
    """The HTML of a Markdown text, or TooComplexError."""
    return cleaned(PARSER.render(text))


def cleaned(html: str) -> str:
    for tag, attributes in SCROLLABLE.items():
        # What looks like a tag in the text is escaped by now.
        opening = " ".join([tag, *(f'{name}="{value}"' for name, value in attributes.items())])
        html = html.replace(f"<{tag}>", f"<{opening}>")
    return CLEANER.clean(html)


# In what the cleaner writes, `<` and `>` stand for nothing but tags, and every tag is closed.
TAG = re.compile(r"<[^>]*>")
END_OF_BLOCK = re.compile(r"</(?:p|li|blockquote|pre|td|th|h[1-6])>")
NO_RUNNING_TEXT = re.compile(r"<(pre|table|h[1-6])\b.*?</\1>", re.DOTALL)


def plain_text(html: str) -> str:
    """The words of what `render` made."""
    return one_line(unescape(TAG.sub("", END_OF_BLOCK.sub(" ", html))))


EXCERPT_LENGTH = 200  # characters


def excerpt(html: str) -> str:
    """The beginning of the running text of what `render` made."""
    return cut(plain_text(NO_RUNNING_TEXT.sub(" ", html)), EXCERPT_LENGTH)


def cut(text: str, length: int) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= length:
        return text
    beginning = text[: length - 1]
    return (beginning.rsplit(" ", 1)[0] if " " in beginning else beginning).rstrip(".,;:") + "…"


@dataclass(frozen=True)
class Rendering:
    """All that a text becomes when it is saved."""

    source: str
    html: str
    text: str
    beginning: str
    # Whether it is shown as it was typed, because to format it would take too long.
    is_too_complex: bool = False


def rendering_of(source: str) -> Rendering:
    """Render a text, which takes up to a second: not to be done in a transaction.

    A text that is too complex is shown as it was typed. The API and the admin refuse new ones.
    """
    try:
        html = render(source)
    except TooComplexError:
        text = one_line(source)
        html = cleaned(f"<pre>{escapeHtml(source)}</pre>\n")
        return Rendering(source, html, text, cut(text, EXCERPT_LENGTH), is_too_complex=True)
    return Rendering(source, html, plain_text(html), excerpt(html))
