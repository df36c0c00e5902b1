"""Deployment checks of the mail queue."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.utils import timezone

from database.checks import is_usable
from doctor import SERVICES
from mail.models import QueuedMail

MAX_DELAY = timedelta(minutes=5)
FAILURES_SHOWN = timedelta(days=7)


@register(SERVICES, Tags.database, deploy=True)
def check_mail(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The worker sends mails, and the mail server accepts them."""
    if not databases or not is_usable() or not settings.EMAIL_HOST:
        return []
    messages: list[CheckMessage] = []
    now = timezone.now()
    if delayed := QueuedMail.objects.overdue(now - MAX_DELAY).count():
        messages.append(
            checks.Error(
                f"{delayed} mails have waited for the worker for more than 5 minutes.",
                hint="Check that the worker runs: python backend/manage.py worker",
                id="latchkey.mail_worker",
            )
        )
    if failed := QueuedMail.objects.filter(failed_at__gt=now - FAILURES_SHOWN).count():
        messages.append(
            checks.Warning(
                f"{failed} mails were given up in the last seven days.",
                hint="Check EMAIL_URL, and the log of the worker for the reasons.",
                id="latchkey.mail_failed",
            )
        )
    return messages
