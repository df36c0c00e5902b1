"""Readiness checks: what the API needs, each within a time limit.

Redis is not among them. Without Redis every server is slower; taking them all out of the load
balancer would turn that into an outage.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

logger = logging.getLogger(__name__)

# In seconds, for all checks together.
TIMEOUT = 2.0


class UnmigratedError(Exception):
    """The database lacks migrations of this code."""


class Check:
    """Runs one check in a thread of its own, at most once at a time.

    Requests that come while it runs share its result, so a check that hangs blocks one thread.
    """

    def __init__(self, name: str, check: Callable[[], None]) -> None:
        self.name = name
        self.check = check
        self._lock = threading.Lock()
        self._latest: Future[None] | None = None

    def start(self) -> Future[None]:
        """Start the check, or join the one that is running. The future holds its exception."""
        with self._lock:
            if self._latest is None or self._latest.done():
                self._latest = Future()
                threading.Thread(target=self._run, args=[self._latest], daemon=True).start()
            return self._latest

    def _run(self, future: Future[None]) -> None:
        try:
            self.check()
        except Exception as error:  # noqa: BLE001 (the caller handles it)
            future.set_exception(error)
        else:
            future.set_result(None)
        finally:
            # Only the connections of this thread.
            connections.close_all()


def check_database() -> None:
    """Raise an error if the database does not respond."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class MigrationsCheck:
    """Raises UnmigratedError until the migrations of the running code are applied.

    They are read from disk once, at start: an update puts newer ones there before it restarts this
    process, which does not need them.
    """

    def __init__(self) -> None:
        self.are_applied = False

    @cached_property
    def required(self) -> frozenset[tuple[str, str]]:
        """The (app, name) of every migration of the running code."""
        return frozenset(MigrationLoader(None).graph.nodes)

    def __call__(self) -> None:
        if self.are_applied:
            return
        if self.required - MigrationRecorder(connection).applied_migrations().keys():
            raise UnmigratedError("Run manage.py migrate.")
        self.are_applied = True


MIGRATIONS = MigrationsCheck()
CHECKS = [
    Check("database", check_database),
    Check("migrations", MIGRATIONS),
]


def failed_checks() -> list[str]:
    """Run all checks and return the names of those that fail or time out; log the reasons."""
    deadline = time.monotonic() + TIMEOUT
    started = [(check, check.start()) for check in CHECKS]
    names = []
    for check, future in started:
        try:
            future.result(max(0, deadline - time.monotonic()))
        except Exception as error:  # noqa: BLE001 (any error means that it fails)
            logger.warning("Not ready: %s: %s", check.name, str(error) or type(error).__name__)
            names.append(check.name)
    return names
