"""Hold a page's requests, to see the page while it waits."""

from playwright.sync_api import Page, Route


class RequestHold:
    """Holds matching requests until `release`; later ones pass."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._held: list[Route] = []
        self._released = False
        page.route(pattern, self._take)

    @property
    def count(self) -> int:
        """The number of requests on hold."""
        return len(self._held)

    def release(self) -> None:
        """Continue the requests on hold."""
        self._released = True
        for route in self._held:
            route.continue_()

    def _take(self, route: Route) -> None:
        if self._released:
            route.continue_()
        else:
            self._held.append(route)
