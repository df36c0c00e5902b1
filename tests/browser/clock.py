"""A page's clock that goes only when it is told to."""

from playwright.sync_api import Page

# From asking what time it is until the clock stands still.
_MEANWHILE = 60_000


def pause_clock(page: Page) -> None:
    """From now on time passes by `page.clock.run_for` only, however long the test takes."""
    now: float = page.evaluate("() => Date.now()")
    page.clock.pause_at((now + _MEANWHILE) / 1000)
