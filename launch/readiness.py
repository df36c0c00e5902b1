"""Whether the site truly answers: asked over HTTP, through the front door."""

import http.client
import threading
import time
from collections.abc import Callable

from launch.ports import LOOPBACK

# The second is answered by Django, so both processes and the way between them are up.
PATHS = ("/", "/api/login-set-cookie/")
_PAUSE_SECONDS = 0.1


def answers(port: int, path: str, timeout: float = 10) -> bool:
    """Whether a request for the path gets a 200."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Readiness:
    """Asks in the background until every path answers, or the time is up."""

    def __init__(self, port: int, seconds: float, when_ready: Callable[[], None]) -> None:
        self._port = port
        self._deadline = time.monotonic() + seconds
        self._when_ready = when_ready
        self._ready = threading.Event()
        threading.Thread(target=self._ask, daemon=True).start()

    def overdue(self) -> bool:
        """Whether the time is up without an answer."""
        return not self._ready.is_set() and time.monotonic() > self._deadline

    def _ask(self) -> None:
        while not all(answers(self._port, path) for path in PATHS):
            time.sleep(_PAUSE_SECONDS)
        self._ready.set()
        self._when_ready()
