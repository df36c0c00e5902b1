"""A copy of a PostgreSQL database while it is in use, and back, by PostgreSQL's own programs.

https://www.postgresql.org/docs/current/backup-dump.html
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db.backends.postgresql.client import DatabaseClient

from backup.errors import BackupError

# What a later version has added depends on what the backup has, and would be in its way.
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"


def back_up(database: Mapping[str, Any], file: Path) -> None:
    """Write the database to the file. Raises BackupError."""
    connection, told = _connection(database)
    _run("pg_dump", *connection, "--format=custom", "--no-owner", f"--file={file}", told=told)


def restore(database: Mapping[str, Any], file: Path) -> None:
    """Make the database what the file has: all of it, or nothing when something fails.

    The file is read to its end before anything is done by it. Raises BackupError.
    """
    connection, told = _connection(database)
    with tempfile.TemporaryDirectory(prefix="latchkey-restore-") as aside:
        script = f"--file={Path(aside) / 'script.sql'}"
        _run("pg_restore", "--no-owner", script, str(file))
        _run(
            *("psql", *connection, "--no-psqlrc", "--quiet", "--single-transaction"),
            *("--set=ON_ERROR_STOP=1", f"--command={EMPTY}", script),
            # What goes with the schema is no news.
            told={**told, "PGOPTIONS": "-c client_min_messages=warning"},
        )


def _run(program: str, *arguments: str, told: Mapping[str, str] = MappingProxyType({})) -> None:
    if not shutil.which(program):
        raise BackupError(
            f"{program} is not on this machine. On Debian: sudo apt install postgresql-client"
        )
    ran = subprocess.run(  # noqa: S603 - the programs are named above
        [program, *arguments],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise BackupError(ran.stderr.strip())


def _connection(database: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """How a program reaches the database. A password goes by the environment: everybody on the
    machine can read the arguments."""
    arguments, told = DatabaseClient.settings_to_cmd_args_env(dict(database), [])
    name = arguments.pop()
    return [*arguments[1:], f"--dbname={name}"], dict(told or {})
