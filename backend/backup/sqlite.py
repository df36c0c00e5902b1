"""Back up and restore SQLite with its online backup, while it is in use.

Copying the file would miss the write-ahead log. https://www.sqlite.org/backup.html
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from backup import EXCLUDED_TABLES, BackupError


def back_up(database: Mapping[str, Any], file: Path) -> None:
    """Copy the database to the file, without the rows of EXCLUDED_TABLES."""
    try:
        with (
            closing(_open_read_only(Path(database["NAME"]))) as source,
            closing(sqlite3.connect(file)) as copy,
        ):
            source.backup(copy)
            _empty(copy)
    except sqlite3.Error as error:
        raise BackupError(str(error)) from error


def _empty(copy: sqlite3.Connection) -> None:
    """Delete the rows of EXCLUDED_TABLES, and what unused pages hold of earlier ones."""
    for table in EXCLUDED_TABLES:
        # A backup before an update may not have the table yet.
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 (our own name)
    copy.commit()
    copy.execute("VACUUM")


def restore(database: Mapping[str, Any], file: Path) -> None:
    """Replace the whole database, or change nothing on an error."""
    try:
        with (
            closing(_open_read_only(file)) as source,
            closing(sqlite3.connect(database["NAME"])) as copy,
        ):
            _check_integrity(source)
            source.backup(copy)
    except sqlite3.Error as error:
        raise BackupError(str(error)) from error


def _open_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing database; SQLite would create a missing one."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _check_integrity(source: sqlite3.Connection) -> None:
    (result,) = source.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        raise BackupError(f"The file is damaged: {result}.")
