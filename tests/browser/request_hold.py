"""Holding a page's requests back, so that a test sees what happens meanwhile."""

from playwright.sync_api import Page, Route


class RequestHold:
    """The page's requests that match, held until they are released; later ones pass."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._held: list[Route] = []
        self._released = False
        page.route(pattern, self._take)

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self._held)

    def release(self) -> None:
        """Let them go."""
        self._released = True
        for route in self._held:
            route.continue_()

    def _take(self, route: Route) -> None:
        if self._released:
            route.continue_()
        else:
            self._held.append(route)
