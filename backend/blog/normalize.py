"""Text as people see it."""

import re
import unicodedata

# They show nothing, and XML (the feed, the sitemap) cannot hold them at all.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
# Spaces of all kinds, and what only tells how the letters around it are to be shown.
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


# As forms send them, and as other systems write them.
OTHER_LINE_BREAKS = re.compile(r"\r\n?")


def with_line_feeds(text: str) -> str:
    """The text with line breaks of one kind: otherwise the same lines would count as changed."""
    return OTHER_LINE_BREAKS.sub("\n", text)


def one_line(text: str) -> str:
    """The text without control characters and line breaks, one space between words.

    Nothing is left of a text in which there is nothing to see.
    """
    line = " ".join(CONTROL_CHARACTERS.sub(" ", text).split())
    return line if any(unicodedata.category(sign) not in INVISIBLE for sign in line) else ""
