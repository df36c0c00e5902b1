"""Findings, as people read them."""

from collections.abc import Iterable

from django.core import checks
from django.core.checks import CheckMessage

LEVELS = {checks.INFO: "Note", checks.WARNING: "Warning", checks.ERROR: "Error"}


def lines(findings: Iterable[CheckMessage]) -> list[str]:
    """The worst first, each with its remedy below it."""
    ordered = sorted(findings, key=lambda finding: -finding.level)
    return [
        line
        for finding in ordered
        for line in (
            f"{LEVELS[finding.level]}: {finding.msg}",
            *([f"  {finding.hint}"] if finding.hint else []),
        )
    ]
