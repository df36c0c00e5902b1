"""The one place where text is normalised: lines, newlines and tags."""

import re
import unicodedata
from collections.abc import Iterable

# Invisible, and not allowed in XML, which the feed and the sitemap are.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
# Unicode categories of spaces, controls and formatting marks.
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def normalize_line(text: str) -> str:
    """Return the text on one line, without control characters, words separated by one space.

    Text without a visible character becomes empty.
    """
    line = " ".join(CONTROL_CHARACTERS.sub(" ", text).split())
    is_visible = any(unicodedata.category(character) not in INVISIBLE for character in line)
    return line if is_visible else ""


def tag_display_name(text: str) -> str:
    """Return a tag in its author's spelling: "Home  Lab" becomes "Home Lab"."""
    return normalize_line(unicodedata.normalize("NFKC", normalize_line(text)))


def tag_name(text: str) -> str:
    """Return the name that all spellings of a tag share: "Home Lab" becomes "home lab"."""
    return tag_display_name(text).lower()


def unique_tags(texts: Iterable[str]) -> list[str]:
    """Return the display name of each tag once, in its first spelling and the given order."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(tag_name(text), tag_display_name(text))
    return list(first.values())
