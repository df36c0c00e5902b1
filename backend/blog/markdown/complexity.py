"""How complex a Markdown text may be.

The parser's work grows with what it makes of a text, and with the lines that it looks at again
and again: a quote looks for its end before what is in it is read, and each list and quote around a
line asks whether the line ends it. So it is steps that are counted, not characters, and a text
that takes too many of them is given up. The limit depends on the text alone, never on the clock.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.utils import EnvType

from blog.fields import MOST_BYTES

# Real texts of 200 kB need less; the densest of them, changelogs, up to three quarters of it.
MAX_WORK = 150_000
# Quotes inside each other; a list counts as two, being a list and an item.
MAX_NESTING = 20
# The parser drops silently what is nested more deeply than its own limit. It must not come to that:
# the deepest of what is allowed can have one list more in it, which is refused.
PARSER_NESTING = MAX_NESTING + 2

# Characters of all addresses and titles. A link repeats those of the definition that it refers to,
# so that 100 kB could become 80 MB of HTML. A letter takes up to nine characters when encoded.
MAX_ATTRIBUTES = 10 * MOST_BYTES

# How long steps take, in relation to each other.
BLOCK, LINE_LOOKED_AT, QUOTED_LINE, INLINE, ADDRESS = 4, 1, 0.5, 4, 4
# Each of these signs may belong to any other, however many there are in a row.
EMPHASIS = re.compile(r"\*+|_+|~+")

# The rules that look ahead for the end of what they read, asking others about each line.
LOOKING_AHEAD = ["paragraph", "reference", "blockquote", "list"]

TOO_COMPLEX = (
    "This text is too complex to be shown: it has too many lists, quotes, tables or links, or too "
    "many of them inside each other. Make it simpler, or split it in two."
)


class TooComplexError(Exception):
    """The text has too many parts, or too many of them inside each other."""


def limit_work(parser: MarkdownIt) -> None:
    """Have the parser raise TooComplexError for a text that is too much work."""
    parser.options["maxNesting"] = PARSER_NESTING
    # Before all others, which is where they see every step.
    parser.block.ruler.before("table", "limit_work", count_block, {"alt": LOOKING_AHEAD})
    parser.inline.ruler.before("text", "limit_work", count_inline)
    parser.core.ruler.after("inline", "limit_attributes", limit_attributes)


def count(environment: EnvType, work: float) -> None:
    if not has_room(environment, work):
        raise TooComplexError
    environment["work"] = environment.get("work", 0) + work


def has_room(environment: EnvType, work: float) -> bool:
    """Whether so much more work is within the limit of the text."""
    return bool(environment.get("work", 0) + work <= MAX_WORK)


def count_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Count a line at which a block begins, or that is looked at, and leave it to other rules."""
    made = len(state.tokens)
    work = float(made - state.env.get("made", 0))
    state.env["made"] = made
    if silent:
        work += LINE_LOOKED_AT
    elif state.level >= MAX_NESTING:
        raise TooComplexError
    else:
        work += BLOCK
        if made and state.tokens[-1].type == "blockquote_open":
            work += QUOTED_LINE * (end - start)
    count(state.env, work)
    return False


def count_inline(state: StateInline, silent: bool) -> bool:
    work = INLINE
    if state.src[state.pos] == "<":
        work += ADDRESS
    elif not silent and (signs := EMPHASIS.match(state.src, state.pos)):
        work += len(signs[0])
    count(state.env, work)
    return False


def limit_attributes(state: StateCore) -> None:
    inline = (token for block in state.tokens for token in block.children or [])
    if sum(len(str(value)) for token in inline for value in token.attrs.values()) > MAX_ATTRIBUTES:
        raise TooComplexError
