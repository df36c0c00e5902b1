"""The Markdown parser: CommonMark with GitHub's tables and ~~strikethrough~~.

HTML in the source is shown as text. Bare addresses stay text: the linkify library takes a minute
for 200 kB of "https://ahttps://a".
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict, OptionsType

from blog.markdown import syntax_highlighting
from blog.markdown.complexity import count, has_room, limit_work
from blog.markdown.sanitizer import IMAGE_ATTRIBUTES, IMAGE_SOURCE

FIRST_LEVEL, LAST_LEVEL = 2, 6


def render_cell(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: EnvType,
) -> str:
    """Align by attribute: the Content-Security-Policy blocks `style`."""
    style = tokens[index].attrs.pop("style", None)
    if style:
        tokens[index].attrs["align"] = str(style).removeprefix("text-align:")
    return renderer.renderToken(tokens, index, options, environment)


def render_image(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: EnvType,
) -> str:
    """Render an image, or its description if the address is not allowed."""
    image = tokens[index]
    description = renderer.renderInlineAsText(image.children or [], options, environment)
    if not IMAGE_SOURCE.fullmatch(str(image.attrs["src"])):
        return escapeHtml(description)
    image.attrs.update(IMAGE_ATTRIBUTES)
    return renderer.image(tokens, index, options, environment)


def render_code(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: EnvType,
) -> str:
    """Highlight code while the source has work left; later blocks stay plain."""
    work = syntax_highlighting.work_of(tokens[index].content)
    if has_room(environment, work):
        count(environment, work)
    else:
        options = OptionsDict(cast(OptionsType, {**options, "highlight": None}))
    return renderer.fence(tokens, index, options, environment)


def outline_headings(state: StateCore) -> None:
    """Number headings from h2, below the page's title, without gaps.

    A heading is one level below the nearest preceding heading of a higher level in the source.
    """
    above: list[str] = []
    for opening, closing in pairwise(t for t in state.tokens if t.type.startswith("heading_")):
        if opening.type == "heading_open":
            level = opening.tag
            above = [tag for tag in above if tag < level]
            opening.tag = closing.tag = f"h{min(FIRST_LEVEL + len(above), LAST_LEVEL)}"
            above.append(level)


PARSER = MarkdownIt("commonmark", {"html": False, "highlight": syntax_highlighting.highlight})
PARSER.enable(["table", "strikethrough"])
limit_work(PARSER)
PARSER.add_render_rule("th_open", render_cell)
PARSER.add_render_rule("td_open", render_cell)
PARSER.add_render_rule("image", render_image)
PARSER.add_render_rule("fence", render_code)
PARSER.core.ruler.push("outline_headings", outline_headings)
