"""`manage.py restore FILE`: replace the database by a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from backup import BackupError
from backup.engines import default_engine


class Command(BaseCommand):
    help = (
        "Replace everything in the database by a backup, then migrate it to this version of the "
        "code. Stop the servers first: anything written in between is lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="Really do it.")

    def handle(self, *, file: Path, yes: bool, **options: Any) -> None:
        engine, database = default_engine()
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not yes:
            raise CommandError(
                f"This replaces everything in the database {database['NAME']} by {file}. "
                "To do it, add --yes."
            )
        connections.close_all()
        try:
            engine.restore(database, file)
        except BackupError as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"The database has been restored from {file}.")
