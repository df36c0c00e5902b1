"""`manage.py restore`: the database as a backup has it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from backup.engines import engine
from backup.errors import BackupError


class Command(BaseCommand):
    help = (
        "Replace everything in the database by what a backup has, then migrate it to this version "
        "of the code. Stop the servers first: what is written meanwhile is lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--yes", action="store_true", help="Do it; without, only say what would be done."
        )

    def handle(self, *, file: Path, yes: bool, **options: Any) -> None:
        copier, database = engine()
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not yes:
            raise CommandError(
                f"This replaces everything in the database {database['NAME']} by {file}. "
                "To do it, say --yes."
            )
        connections.close_all()
        try:
            copier.restore(database, file)
        except BackupError as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"The database is as it was in {file}.")
