"""`manage.py mail_queue`: is the worker sending? The worker's health check."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mail.checks import MAX_DELAY
from mail.models import QueuedMail


class Command(BaseCommand):
    help = (
        "Say how many mails wait. Exits with 1 if one has waited for the worker for more than 5 "
        "minutes; waiting for a mail server that is away does not count."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = QueuedMail.objects.unsent()
        delayed = waiting.overdue(timezone.now() - MAX_DELAY).count() if settings.EMAIL_HOST else 0
        if delayed:
            raise CommandError(f"{delayed} mails have waited for the worker for over 5 minutes.")
        self.stdout.write(f"{waiting.count()} mails wait.")
