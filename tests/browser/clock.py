"""Control of a page's clock."""

from playwright.sync_api import Page

# More than it takes from reading the clock to pausing it, in milliseconds.
_MEANWHILE = 60_000


def pause_clock(page: Page) -> None:
    """Pause the clock: from now on, only `page.clock.run_for` moves it."""
    now: float = page.evaluate("() => Date.now()")
    page.clock.pause_at((now + _MEANWHILE) / 1000)
