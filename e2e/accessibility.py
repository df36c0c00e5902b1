"""Checking a page with axe."""

from typing import Any

from playwright.sync_api import Page

from launch.paths import FRONTEND

_AXE = (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text()

# Colours that fade in would be measured half way.
_STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks, with the first element that does."""
    page.add_style_tag(content=_STILL)
    page.evaluate(_AXE)
    result: dict[str, Any] = page.evaluate(
        "() => axe.run(document, { resultTypes: ['violations'] })"
    )
    assert result["passes"], "axe found nothing to check"
    return [
        f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html']} "
        f"({rule['nodes'][0].get('failureSummary', '')})"
        for rule in result["violations"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width
