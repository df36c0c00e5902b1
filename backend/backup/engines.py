"""The backup functions of each database engine."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from backup import postgresql, sqlite

Copy = Callable[[Mapping[str, Any], Path], None]


class Engine(NamedTuple):
    """Both take an entry of DATABASES and a file, and raise BackupError."""

    back_up: Copy
    restore: Copy
    suffix: str


_ENGINES = {
    "django.db.backends.postgresql": Engine(postgresql.back_up, postgresql.restore, "dump"),
    "django.db.backends.sqlite3": Engine(sqlite.back_up, sqlite.restore, "sqlite3"),
}


def default_engine() -> tuple[Engine, Mapping[str, Any]]:
    """The engine of the default database, and its entry of DATABASES."""
    database = settings.DATABASES["default"]
    return _ENGINES[database["ENGINE"]], database
