"""What the API cannot do without, each looked at within a time limit.

Redis is not among it: without Redis every server is slower, and taking them all out of the balance
for that would be the outage.
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

# Seconds. Whoever asks for our health gives up after a few.
PATIENCE = 2.0


class UnmigratedError(Exception):
    """The database lacks migrations that this code has."""


class Check:
    """A look at one thing, made aside, so that one that never ends keeps nobody.

    There is one look at a time, however many ask: those who ask meanwhile wait for the same one,
    and no more than one thread is lost to something that hangs.
    """

    def __init__(self, name: str, look: Callable[[], None]) -> None:
        self.name = name
        self.look = look
        self.lock = threading.Lock()
        self.latest: Future[None] | None = None

    def begin(self) -> Future[None]:
        with self.lock:
            if self.latest is None or self.latest.done():
                self.latest = Future()
                threading.Thread(target=self.run, args=[self.latest], daemon=True).start()
            return self.latest

    def run(self, outcome: Future[None]) -> None:
        try:
            self.look()
        except Exception as error:  # noqa: BLE001 (told to those who wait for it)
            outcome.set_exception(error)
        else:
            outcome.set_result(None)
        finally:
            # The connections that this thread has opened, and nobody else's.
            connections.close_all()


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class Migrations:
    """Up to date once, up to date until this process ends: neither does its code change.

    Which migrations that code has is read once, as it is loaded. An update puts more of them on the
    disk before it replaces this process, and those are not ours to wait for.
    """

    def __init__(self) -> None:
        self.are_applied = False

    @cached_property
    def ours(self) -> frozenset[tuple[str, str]]:
        return frozenset(MigrationLoader(None).graph.nodes)

    def __call__(self) -> None:
        if self.are_applied:
            return
        if self.ours - MigrationRecorder(connection).applied_migrations().keys():
            raise UnmigratedError("Run manage.py migrate.")
        self.are_applied = True


MIGRATIONS = Migrations()
CHECKS = [
    Check("database", database),
    Check("migrations", MIGRATIONS),
]


def failed() -> list[str]:
    """The names of the checks that do not pass, or not in time."""
    deadline = time.monotonic() + PATIENCE
    looks = [(check, check.begin()) for check in CHECKS]
    names = []
    for check, look in looks:
        try:
            look.result(max(0, deadline - time.monotonic()))
        except Exception as error:  # noqa: BLE001 (whatever it is, the check has not passed)
            logger.warning("Not ready: %s: %s", check.name, str(error) or type(error).__name__)
            names.append(check.name)
    return names
