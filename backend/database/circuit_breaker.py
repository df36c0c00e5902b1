"""Skip servers that failed recently."""

import time

RETRY_AFTER = 10  # seconds


class CircuitBreaker:
    """Remembers, in this process, which servers failed within the last `RETRY_AFTER` seconds."""

    def __init__(self) -> None:
        self._open_until: dict[str, float] = {}

    def is_open(self, server: str) -> bool:
        """Whether to skip this server for now."""
        return self._open_until.get(server, 0) > time.monotonic()

    def record_failure(self, server: str) -> None:
        """Skip this server for the next `RETRY_AFTER` seconds."""
        self._open_until[server] = time.monotonic() + RETRY_AFTER
