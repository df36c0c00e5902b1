"""Colours for code, as classes that the front end's style sheet knows."""

from pygments import highlight as highlight_with
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

CLASS_PREFIX = "hl-"
# Some lexers take four times as long for twice as much code: the square of its length counts.
# What is beyond this, in all of a text, is shown plain: a block of 4,000 characters uses it up.
MOST_WORK = 4_000**2
FORMATTER = HtmlFormatter(nowrap=True, classprefix=CLASS_PREFIX)


def highlight(code: str, language: str, attributes: str) -> str:
    """The HTML of the code; nothing, and so the code as it is, for a language unknown to us."""
    if not language:
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return ""
    return str(highlight_with(code, lexer, FORMATTER))


def work_of(code: str) -> int:
    return len(code) ** 2
