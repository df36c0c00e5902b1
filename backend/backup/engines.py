"""Which way of copying is the database's."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from backup import postgresql, sqlite

Copy = Callable[[Mapping[str, Any], Path], None]


class Engine(NamedTuple):
    """Both ways, and how the files are called."""

    back_up: Copy
    restore: Copy
    ending: str


_ENGINES = {
    "django.db.backends.postgresql": Engine(postgresql.back_up, postgresql.restore, "dump"),
    "django.db.backends.sqlite3": Engine(sqlite.back_up, sqlite.restore, "sqlite3"),
}


def engine() -> tuple[Engine, Mapping[str, Any]]:
    """The engine of the database that is in use, and how it is reached."""
    database = settings.DATABASES["default"]
    return _ENGINES[database["ENGINE"]], database
