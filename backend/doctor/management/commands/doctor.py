"""manage.py doctor: what is wrong here, and how to mend it."""

from typing import Any

from django.core.checks import run_checks
from django.core.management.base import BaseCommand, CommandError

from doctor import SERVICES, SETTINGS, SITE
from doctor.report import lines


class Command(BaseCommand):
    help = "Say in plain words what is wrong with this installation and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = run_checks(
            tags=[SETTINGS, SERVICES, SITE], include_deployment_checks=True, databases=["default"]
        )
        for line in lines(findings):
            self.stdout.write(line)
        errors = sum(finding.is_serious() for finding in findings)
        if errors:
            raise CommandError(f"{errors} to mend.")
        self.stdout.write("All else is well." if findings else "All is well.")
