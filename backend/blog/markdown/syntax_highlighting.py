"""Colours for code, as classes that the front end's style sheet knows."""

import re
from functools import cache

from pygments import highlight as highlight_with
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, get_all_lexers

CLASS_PREFIX = "hl-"
FORMATTER = HtmlFormatter(nowrap=True, classprefix=CLASS_PREFIX)
# The languages that are coloured, by any of the names that Pygments knows for them. Pygments has
# ten times as many, and some, like those of C# and Terraform, take seconds for a page of code that
# is made for that. Each of these is tried by a test.
LANGUAGES = frozenset(
    {
        *("bash", "c", "clojure", "console", "cpp", "css", "dart", "diff", "django", "docker"),
        *("elixir", "erlang", "go", "graphql", "haskell", "html", "http", "ini", "java"),
        *("javascript", "jsx", "json", "julia", "kotlin", "less", "lua", "markdown", "nginx"),
        *("objective-c", "ocaml", "perl", "php", "powershell", "protobuf", "pycon", "python"),
        *("r", "ruby", "rust", "scala", "scss", "sql", "swift", "tex", "toml", "tsx"),
        *("typescript", "vim", "xml", "yaml", "zig"),
    }
)
NAMES = frozenset(
    name
    for _, names, *_ in get_all_lexers(plugins=False)
    if LANGUAGES.intersection(names)
    for name in names
)
# The lexer of C looks from each blank line to the end of all of them.
BLANK = re.compile(r"\s{100}")


def highlight(code: str, language: str, attributes: str) -> str:
    """The HTML of the code; nothing, and so the code as it is, for what is not to be coloured."""
    name = language.lower()
    if name not in NAMES or BLANK.search(code):
        return ""
    return str(highlight_with(code, lexer_class(name)(stripnl=False), FORMATTER))


@cache
def lexer_class(name: str) -> type[Lexer]:
    """Look the lexer up once: Pygments goes through a list of hundreds."""
    found: type[Lexer] = find_lexer_class_by_name(name)
    return found


def work_of(code: str) -> float:
    """How much of a text's work (blog.markdown.complexity) it is to colour this code.

    Some lexers take four times as long for twice as much code: the square of its length counts,
    and something for each block. A block of 4,000 characters is nearly all that a text may be.
    """
    return float((len(code) + 100) ** 2 / 120)
