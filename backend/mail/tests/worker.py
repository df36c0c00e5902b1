"""The worker, and time that passes for its queue."""

from datetime import timedelta
from unittest.mock import patch

from django.core.management import call_command
from django.db.models import F
from django_tasks_db.models import DBTaskResult, get_date_max

from mail.models import QueuedMail


def work() -> None:
    """Run the worker until no task is due."""
    # Django's test client does the same: closing would roll the transaction of a test back.
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("worker", once=True)


def advance(by: timedelta) -> None:
    """Move the times of the queue into the past."""
    QueuedMail.objects.update(
        created_at=F("created_at") - by,
        next_attempt_at=F("next_attempt_at") - by,
        expires_at=F("expires_at") - by,
    )
    # Without that of tasks that may run at once.
    scheduled = DBTaskResult.objects.filter(run_after__lt=get_date_max())
    scheduled.update(run_after=F("run_after") - by)
