"""Back up and restore PostgreSQL with its own programs, while it is in use.

https://www.postgresql.org/docs/current/backup-dump.html
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.client import DatabaseClient

from backup import EXCLUDED_TABLES, BackupError

# Tables of a later version may refer to those of the backup, and would be in its way.
EMPTY_SCHEMA = (
    "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"
)


def back_up(database: Mapping[str, Any], file: Path) -> None:
    """Dump the database to the file, without the rows of EXCLUDED_TABLES."""
    arguments, environment = _connection(database)
    excluded = [f"--exclude-table-data={table}" for table in EXCLUDED_TABLES]
    _run(
        *("pg_dump", *arguments, "--format=custom", "--no-owner", *excluded, f"--file={file}"),
        **environment,
    )


def restore(database: Mapping[str, Any], file: Path) -> None:
    """Replace the whole database in one transaction, or change nothing on an error."""
    arguments, environment = _connection(database)
    with tempfile.TemporaryDirectory(prefix="latchkey-restore-") as folder:
        # Read the whole file before the database changes: it may be damaged.
        script = f"--file={Path(folder) / 'script.sql'}"
        _run("pg_restore", "--no-owner", script, str(file))
        _run(
            *("psql", *arguments, "--no-psqlrc", "--quiet", "--single-transaction"),
            *("--set=ON_ERROR_STOP=1", f"--command={EMPTY_SCHEMA}", script),
            # Without the list of what DROP SCHEMA drops.
            PGOPTIONS="-c client_min_messages=warning",
            **environment,
        )


def _run(program: str, *arguments: str, **environment: str) -> None:
    if not shutil.which(program):
        raise BackupError(
            f"{program} is not installed. On Debian: sudo apt install postgresql-client"
        )
    process = subprocess.run(  # noqa: S603 - a fixed program, without a shell
        [program, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode != 0:
        raise BackupError(process.stderr.strip())


def _connection(database: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """The arguments and variables that connect a program to the database.

    The password is a variable, because all users of the machine can read arguments.
    """
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(dict(database), [])
    name = arguments.pop()
    return [*arguments[1:], f"--dbname={name}"], dict(environment or {})
