"""The keyboard focus of a page."""

from playwright.sync_api import Page


def focused(page: Page) -> str:
    """The accessible name of the focused element."""
    name: str = page.evaluate(
        """() => {
            const { activeElement: element } = document
            return element.labels?.[0]?.innerText ?? element.ariaLabel ?? element.innerText.trim()
        }"""
    )
    return name


def expect_visible_focus(page: Page) -> None:
    outline = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 }"
    )
    assert outline, f"the focus on {focused(page)!r} cannot be seen"
