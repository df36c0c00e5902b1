"""Limits on the work of a Markdown source, which depend on the source alone, never on the clock.

The parser's work grows with the tokens that it makes and with the lines that it looks at again: a
quote looks for its end before its content is parsed, and each list and quote around a line checks
whether the line ends it. So steps are counted, not characters, and parsing stops at too many.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.utils import EnvType

MAX_BODY_BYTES = 200_000

# Real sources of 200 kB need less; the densest, changelogs, up to three quarters of it.
MAX_WORK = 150_000
# Quotes inside each other; a list counts as two, itself and its item.
MAX_NESTING = 20
# The parser silently drops deeper nesting than its own limit, so ours comes first. The deepest
# allowed source can open one list more, which is refused.
PARSER_NESTING = MAX_NESTING + 2

# Characters of all addresses and titles. Links repeat those of the definition they refer to: 100 kB
# could become 80 MB of HTML. A letter takes up to nine characters when encoded.
MAX_ATTRIBUTES = 10 * MAX_BODY_BYTES

# How long steps take, in relation to each other.
BLOCK, LOOKAHEAD_LINE, QUOTED_LINE, INLINE, ADDRESS = 4, 1, 0.5, 4, 4
# Each of these delimiters may match any other, however many there are in a row.
EMPHASIS = re.compile(r"\*+|_+|~+")

# Rules that look ahead for their end and ask other rules about each line.
LOOKAHEAD_RULES = ["paragraph", "reference", "blockquote", "list"]

TOO_COMPLEX = (
    "This text is too complex to be shown: it has too many lists, quotes, tables or links, or too "
    "many of them inside each other. Make it simpler, or split it in two."
)


class TooComplexError(Exception):
    """The source has too many parts, or too many inside each other."""


def limit_work(parser: MarkdownIt) -> None:
    """Make the parser raise TooComplexError for a source that is too much work."""
    parser.options["maxNesting"] = PARSER_NESTING
    # Before all other rules, to see every step.
    parser.block.ruler.before("table", "limit_work", count_block, {"alt": LOOKAHEAD_RULES})
    parser.inline.ruler.before("text", "limit_work", count_inline)
    parser.core.ruler.after("inline", "limit_attributes", limit_attributes)


def count(environment: EnvType, work: float) -> None:
    """Add to the source's work, or raise TooComplexError."""
    if not has_room(environment, work):
        raise TooComplexError
    environment["work"] = environment.get("work", 0) + work


def has_room(environment: EnvType, work: float) -> bool:
    """Return whether this much more work stays within the limit."""
    return bool(environment.get("work", 0) + work <= MAX_WORK)


def count_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Count a line that begins a block or is looked at; other rules parse it."""
    made = len(state.tokens)
    work = float(made - state.env.get("made", 0))
    state.env["made"] = made
    if silent:
        work += LOOKAHEAD_LINE
    elif state.level >= MAX_NESTING:
        raise TooComplexError
    else:
        work += BLOCK
        if made and state.tokens[-1].type == "blockquote_open":
            work += QUOTED_LINE * (end - start)
    count(state.env, work)
    return False


def count_inline(state: StateInline, silent: bool) -> bool:
    """Count an inline step; other rules parse it."""
    work = INLINE
    if state.src[state.pos] == "<":
        work += ADDRESS
    elif not silent and (delimiters := EMPHASIS.match(state.src, state.pos)):
        work += len(delimiters[0])
    count(state.env, work)
    return False


def limit_attributes(state: StateCore) -> None:
    """Raise TooComplexError if the attributes of all tokens are too long."""
    inline = (token for block in state.tokens for token in block.children or [])
    if sum(len(str(value)) for token in inline for value in token.attrs.values()) > MAX_ATTRIBUTES:
        raise TooComplexError
