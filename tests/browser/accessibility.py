"""Checking a page with axe."""

from collections.abc import Callable
from typing import Any, Literal

from playwright.sync_api import Page

from launch.paths import FRONTEND
from tests.browser.headings import expect_heading
from tests.browser.page_errors import Watch
from tests.browser.page_load import visit

_AXE = (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text()

# Colours that fade in would be measured half way.
_STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"

# A style element would be refused by the page's policy.
_ADD_STYLE = """rules => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  document.adoptedStyleSheets.push(sheet)
}"""


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks, with the first element that does."""
    page.evaluate(_ADD_STYLE, _STILL)
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


WIDE, NARROW, SMALLEST = 1280, 375, 320

# Who looks at which page, and what the console says meanwhile of an answer that failed.
Scene = tuple[str | None, Callable[[Page], None], str | None]
OpenScene = Callable[..., Page]
Scheme = Literal["light", "dark"]


def at(path: str, heading: str) -> Callable[[Page], None]:
    """Goes to a page by its address."""

    def go(page: Page) -> None:
        visit(page, path)
        expect_heading(page, heading)

    return go


def opener(scene: Scene, enter: Callable[..., Page], watch: Watch) -> OpenScene:
    """Opens the page in a window as it is asked for."""
    email, go, status = scene

    def open_page(**options: Any) -> Page:
        page = enter(email, **options)
        go(page)
        return page

    if status:
        watch.announce(f"status of {status}")
    return open_page


def expect_accessible(open_page: OpenScene, scheme: Scheme) -> None:
    """Axe finds nothing, wide or narrow, and on the smallest screen nothing is cut off."""
    page = open_page(color_scheme=scheme)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == []
    page.set_viewport_size({"width": SMALLEST, "height": 600})
    assert overflow(page) <= 0
