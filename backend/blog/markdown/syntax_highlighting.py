"""Syntax highlighting by Pygments: classes that the front end's style sheet knows."""

import re
from functools import cache

from pygments import highlight as highlight_with
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, get_all_lexers

CLASS_PREFIX = "hl-"
FORMATTER = HtmlFormatter(nowrap=True, classprefix=CLASS_PREFIX)
# Languages to highlight, by any of their Pygments aliases. Pygments has ten times as many; some, as
# those of C# and Terraform, take seconds for a hostile page. A test tries each of these.
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
# The C lexer scans from each blank line to the last one.
BLANK = re.compile(r"\s{100}")


def highlight(code: str, language: str, attributes: str) -> str:
    """Return highlighted HTML, or an empty string to leave the code plain."""
    name = language.lower()
    if name not in NAMES or BLANK.search(code):
        return ""
    return str(highlight_with(code, lexer_class(name)(stripnl=False), FORMATTER))


@cache
def lexer_class(name: str) -> type[Lexer]:
    """Find a lexer once: Pygments searches a list of hundreds."""
    found: type[Lexer] = find_lexer_class_by_name(name)
    return found


def work_of(code: str) -> float:
    """Return how much of a source's work (blog.markdown.complexity) highlighting this code takes.

    Some lexers take four times as long for twice the code, so the square of its length counts, and
    a constant per block. A block of 4,000 characters takes nearly all the work of a source.
    """
    return float((len(code) + 100) ** 2 / 120)
