"""Colours for code, as classes that the front end's style sheet knows."""

from pygments import highlight as highlight_with
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

CLASS_PREFIX = "hl-"
# Longer code is shown plain: some lexers take far more than twice as long for twice as much.
MOST_CHARACTERS = 20_000
FORMATTER = HtmlFormatter(nowrap=True, classprefix=CLASS_PREFIX)


def highlight(code: str, language: str, attributes: str) -> str:
    """The HTML of the code; nothing, and so the code as it is, for a language unknown to us."""
    if not language or len(code) > MOST_CHARACTERS:
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return ""
    return str(highlight_with(code, lexer, FORMATTER))
