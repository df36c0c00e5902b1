"""`manage.py backup FOLDER`: copy the database to a new file."""

import os
import tempfile
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backup import BackupError
from backup.engines import default_engine


class Command(BaseCommand):
    help = (
        "Copy the database, while it is in use, to a new file in a folder. The file holds e-mail "
        "addresses, password hashes and sessions; only its owner can read it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, help="Keep this many backups; delete older ones.")

    def handle(self, *, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        engine, database = default_engine()
        file = folder / f"latchkey-{datetime.now(UTC):%Y%m%d-%H%M%S}.{engine.suffix}"
        try:
            # A file with the final name is complete, and never readable by others.
            with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as draft_folder:
                draft = Path(draft_folder) / file.name
                draft.touch(mode=0o600)
                engine.back_up(database, draft)
                os.replace(draft, file)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{file}")
        if keep is not None:
            for old in sorted(folder.glob(f"latchkey-*.{engine.suffix}"))[:-keep]:
                old.unlink()
