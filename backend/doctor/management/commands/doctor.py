"""`manage.py doctor`: check this installation."""

from typing import Any

from django.core.checks import run_checks
from django.core.management.base import BaseCommand, CommandError

from doctor import SERVICES, SETTINGS, SITE
from doctor.report import report_lines


class Command(BaseCommand):
    help = (
        "Check settings, database, Redis, mail server and the addresses of the API, and say how to "
        "correct what is wrong. Exits with 1 if there is an error."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        messages = run_checks(
            tags=[SETTINGS, SERVICES, SITE], include_deployment_checks=True, databases=["default"]
        )
        for line in report_lines(messages):
            self.stdout.write(line)
        errors = sum(message.is_serious() for message in messages)
        if errors:
            raise CommandError(f"{errors} {'error' if errors == 1 else 'errors'} found.")
        self.stdout.write("No errors found." if messages else "No problems found.")
