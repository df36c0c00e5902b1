"""`manage.py backup`: the database in a file."""

import os
import tempfile
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backup.engines import engine
from backup.errors import BackupError


class Command(BaseCommand):
    help = (
        "Copy the database, while it is in use, to a new file in a folder. The file holds e-mail "
        "addresses, password hashes and sessions; only its owner can read it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep", type=int, help="How many to have there at most; older ones are removed."
        )

    def handle(self, *, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        copier, database = engine()
        name = f"latchkey-{datetime.now(UTC):%Y%m%d-%H%M%S}.{copier.ending}"
        # Written aside and put in its place when it is whole; nobody else can read it meanwhile.
        try:
            with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as aside:
                draft = Path(aside) / name
                draft.touch(mode=0o600)
                copier.back_up(database, draft)
                os.replace(draft, folder / name)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{folder / name}")
        if keep is not None:
            for old in sorted(folder.glob(f"latchkey-*.{copier.ending}"))[:-keep]:
                old.unlink()
