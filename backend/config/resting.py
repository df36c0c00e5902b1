"""Servers that have not answered, and that nobody need wait for again just now."""

import time

# Seconds.
REST = 10


class Resting:
    """Which of several servers are left alone; each process finds out for itself."""

    def __init__(self) -> None:
        self.until: dict[str, float] = {}

    def __contains__(self, name: str) -> bool:
        return self.until.get(name, 0) > time.monotonic()

    def add(self, name: str) -> None:
        self.until[name] = time.monotonic() + REST
