"""Check messages as text."""

from collections.abc import Iterable

from django.core import checks
from django.core.checks import CheckMessage

LEVELS = {checks.INFO: "Note", checks.WARNING: "Warning", checks.ERROR: "Error"}


def report_lines(messages: Iterable[CheckMessage]) -> list[str]:
    """Errors first, each message with its hint on the next line."""
    lines = []
    for message in sorted(messages, key=lambda message: -message.level):
        lines.append(f"{LEVELS[message.level]}: {message.msg}")
        if message.hint:
            lines.append(f"  {message.hint}")
    return lines


def first_line(error: Exception) -> str:
    """The first line of an error's message, or its type when it has none."""
    return next(iter(str(error).splitlines()), type(error).__name__)
