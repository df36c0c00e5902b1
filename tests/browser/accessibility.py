"""Checking a page with axe."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from launch.paths import FRONTEND
from tests.browser.headings import expect_heading
from tests.browser.page_errors import PageErrors
from tests.browser.page_load import visit

_AXE = (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text()

# Axe would measure colours in the middle of a transition.
_STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"

# The page's Content-Security-Policy refuses a style element.
_ADD_STYLE = """rules => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  document.adoptedStyleSheets.push(sheet)
}"""


def violations(page: Page, only: list[str] | None = None) -> list[str]:
    """One line for each rule that the page breaks, with the first element that does."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_ADD_STYLE, _STILL)
        page.evaluate(_AXE)
    result: dict[str, Any] = page.evaluate(
        """runOnly => axe.run(document, {
            resultTypes: ['violations'], ...(runOnly && { runOnly }),
        })""",
        only,
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

# What the colour scheme changes; all other rules judge the same document in both.
_COLOUR_RULES = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]

# The email of the member, how to open the page, and the failed status that the console reports.
Scene = tuple[str | None, Callable[[Page], None], str | None]


def at(path: str, heading: str) -> Callable[[Page], None]:
    """Go to a page by its address."""

    def go(page: Page) -> None:
        visit(page, path)
        expect_heading(page, heading)

    return go


def open_scene(scene: Scene, open_page: Callable[..., Page], page_errors: PageErrors) -> Page:
    """Open the page of a scene."""
    email, go, status = scene
    if status:
        page_errors.expect_error(f"status of {status}")
    page = open_page(email)
    go(page)
    return page


def expect_accessible(page: Page) -> None:
    """Axe finds nothing, light or dark, wide or narrow; the smallest screen cuts nothing off."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        assert violations(page) == [], f"light, {width}"
        page.emulate_media(color_scheme="dark")
        assert violations(page, only=_COLOUR_RULES) == [], f"dark, {width}"
    page.set_viewport_size({"width": SMALLEST, "height": 600})
    assert overflow(page) <= 0
