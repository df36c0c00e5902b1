"""A copy of a PostgreSQL database while it is in use, and back, by PostgreSQL's own programs.

https://www.postgresql.org/docs/current/backup-dump.html
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.client import DatabaseClient

from backup.errors import BackupError


def back_up(database: Mapping[str, Any], file: Path) -> None:
    """Write the database to the file. Raises BackupError."""
    _run("pg_dump", database, "--format=custom", "--no-owner", f"--file={file}")


def restore(database: Mapping[str, Any], file: Path) -> None:
    """Make the database what the file has: all of it, or nothing when something fails.

    Raises BackupError.
    """
    _run(
        *("pg_restore", database, "--clean", "--if-exists", "--no-owner", "--single-transaction"),
        *("--exit-on-error", str(file)),
    )


def _run(program: str, database: Mapping[str, Any], *arguments: str) -> None:
    if not shutil.which(program):
        raise BackupError(
            f"{program} is not on this machine. On Debian: sudo apt install postgresql-client"
        )
    command, told = _connection(program, database)
    ran = subprocess.run(  # noqa: S603 - the programs are named above
        [*command, *arguments],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise BackupError(ran.stderr.strip())


def _connection(program: str, database: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """How the program reaches the database. A password goes by the environment: everybody on the
    machine can read the arguments."""
    arguments, told = DatabaseClient.settings_to_cmd_args_env(dict(database), [])
    name = arguments.pop()
    return [program, *arguments[1:], f"--dbname={name}"], dict(told or {})
