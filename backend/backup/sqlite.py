"""A copy of an SQLite database while it is in use, and back.

Both ways by SQLite's own backup, which reads and writes whole states only: copying the file beside
its write-ahead log would not. https://www.sqlite.org/backup.html
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from backup.errors import BackupError


def back_up(database: Mapping[str, Any], file: Path) -> None:
    """Write the database to the file. Raises BackupError."""
    try:
        with (
            closing(_open(Path(database["NAME"]))) as source,
            closing(sqlite3.connect(file)) as copy,
        ):
            source.backup(copy)
    except sqlite3.Error as error:
        raise BackupError(str(error)) from error


def restore(database: Mapping[str, Any], file: Path) -> None:
    """Make the database what the file has. Raises BackupError, and has then changed nothing."""
    try:
        with closing(_open(file)) as source, closing(sqlite3.connect(database["NAME"])) as copy:
            _require_sound(source)
            source.backup(copy)
    except sqlite3.Error as error:
        raise BackupError(str(error)) from error


def _open(path: Path) -> sqlite3.Connection:
    """A database that is there: SQLite would make one that is not."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _require_sound(source: sqlite3.Connection) -> None:
    (finding,) = source.execute("PRAGMA quick_check(1)").fetchone()
    if finding != "ok":
        raise BackupError(f"The file is damaged: {finding}.")
