"""Text as people see it."""

import re

# They show nothing, and XML (the feed, the sitemap) cannot hold them at all.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


def one_line(text: str) -> str:
    """The text without control characters and line breaks, one space between words."""
    return " ".join(CONTROL_CHARACTERS.sub(" ", text).split())
